package io.cordwood.bench;

import io.cordwood.bench.harness.Film;
import io.cordwood.bench.harness.Lab;
import io.cordwood.bench.harness.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Starts of all systems in turn, each in a fresh context, measured from asking for the page to the
 * first frame on the screen. One Cordwood viewer is there all the time, paused, so that a start has
 * someone to connect to while it loads.
 */
final class Starts {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final double BEGINNING_SECONDS = 8;

  private final Stack stack;
  private final Lab lab;
  private final Film film;
  private final String slug;

  Starts(Stack stack, Lab lab, Film film, String slug) {
    this.stack = stack;
    this.lab = lab;
    this.film = film;
    this.slug = slug;
  }

  /** Milliseconds to the first frame of each system. */
  Map<PlayerSystem, Spread> measure(ViewersOptions options) {
    var resident = PlayerSystem.CORDWOOD.open(lab, stack, slug, options.rendition(), "resident");
    var beginning = Math.min(BEGINNING_SECONDS, film.seconds(options.rendition()) - 0.5);
    resident.await("has the beginning", LIMIT, r -> r.bufferedUntilSeconds() >= beginning);
    resident.pause();
    var times = new EnumMap<PlayerSystem, List<Double>>(PlayerSystem.class);
    for (var i = 0; i < options.starts(); i++) {
      for (var system : order(i)) {
        times.computeIfAbsent(system, s -> new ArrayList<>()).add(firstFrameMs(system, options));
      }
    }
    lab.leave(resident);
    var spreads = new EnumMap<PlayerSystem, Spread>(PlayerSystem.class);
    for (var system : PlayerSystem.values()) {
      spreads.put(system, Spread.of(times.getOrDefault(system, List.of())));
    }
    return spreads;
  }

  /** Each goes first every other time. */
  private static List<PlayerSystem> order(int round) {
    var systems = List.of(PlayerSystem.values());
    return round % 2 == 0 ? systems : systems.reversed();
  }

  private double firstFrameMs(PlayerSystem system, ViewersOptions options) {
    var viewer = system.open(lab, stack, slug, options.rendition(), system.label() + " start");
    try {
      return viewer.awaitFirstFrame(LIMIT).firstFrameMs();
    } finally {
      lab.leave(viewer);
    }
  }
}
