package io.cordwood.bench;

import io.cordwood.bench.harness.Viewer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Starts of all systems in turn, each in a fresh context, measured from asking for the page to the
 * first frame on the screen. One viewer of each system that shares is there all the time, paused,
 * so that a start has someone to connect to while it loads.
 */
final class Starts {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final double BEGINNING_SECONDS = 8;

  private final Venue venue;

  Starts(Venue venue) {
    this.venue = venue;
  }

  /** Milliseconds to the first frame of each system, so many starts each. */
  Map<PlayerSystem, Spread> measure(int starts) {
    if (starts == 0) {
      return Map.of();
    }
    var residents =
        PlayerSystem.OF_FILMS.stream().filter(PlayerSystem::shares).map(this::moveIn).toList();
    var times = new EnumMap<PlayerSystem, List<Double>>(PlayerSystem.class);
    for (var i = 0; i < starts; i++) {
      for (var system : order(i)) {
        times.computeIfAbsent(system, s -> new ArrayList<>()).add(firstFrameMs(system));
      }
    }
    residents.forEach(venue.lab()::leave);
    var spreads = new EnumMap<PlayerSystem, Spread>(PlayerSystem.class);
    times.forEach((system, each) -> spreads.put(system, Spread.of(each)));
    return spreads;
  }

  private Viewer moveIn(PlayerSystem system) {
    var resident = system.open(venue, system.label() + " resident");
    var film = venue.film().seconds(venue.rendition());
    var beginning = Math.min(BEGINNING_SECONDS, film - 0.5);
    resident.await("has the beginning", LIMIT, r -> r.bufferedUntilSeconds() >= beginning);
    resident.pause();
    return resident;
  }

  /** Each is first, second and last equally often. */
  private static List<PlayerSystem> order(int round) {
    var order = new ArrayList<>(PlayerSystem.OF_FILMS);
    Collections.rotate(order, round);
    return order;
  }

  private double firstFrameMs(PlayerSystem system) {
    var viewer = system.open(venue, system.label() + " start");
    try {
      return viewer.awaitFirstFrame(LIMIT).firstFrameMs();
    } finally {
      venue.lab().leave(viewer);
    }
  }
}
