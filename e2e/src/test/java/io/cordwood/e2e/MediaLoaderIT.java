package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.EngineStats;
import io.cordwood.bench.harness.Screen;
import io.cordwood.bench.harness.Viewer;
import io.cordwood.bench.harness.ViewerReport;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Viewers with p2p-media-loader, as npm has it, who meet at our tracker door. */
@ExtendWith(WithWorld.class)
class MediaLoaderIT {
  private static final Duration SHARED = Duration.ofMinutes(4);
  private static final Duration APART = Duration.ofSeconds(1);
  private static final int VIEWERS = 8;

  @Test
  void eightViewersGiveOneAnotherTheFilm(World world) {
    var viewers = new ArrayList<Viewer>();
    var start = System.nanoTime();
    for (var i = 0; i < VIEWERS; i++) {
      World.arriveAt(start, i, APART);
      viewers.add(viewer(world, "loader " + (i + 1)));
    }
    // The first has nobody to get from when it begins; the others have.
    var others = viewers.subList(1, VIEWERS);
    others.forEach(v -> v.await("gets from a peer", SHARED, r -> r.stats().bytesFromPeers() > 0));
    viewers.forEach(v -> v.await("plays", SHARED, r -> r.currentSeconds() > 5));
    world.picture(others.getLast(), "p2p-media-loader");

    var reports = viewers.stream().map(Viewer::report).toList();
    assertThat(reports).allSatisfy(r -> assertThat(r.failures()).isEmpty());
    var taken =
        reports.stream().map(ViewerReport::stats).mapToLong(EngineStats::bytesFromPeers).sum();
    var given = viewers.stream().mapToLong(v -> v.stats().bytesToPeers()).sum();
    assertThat(given).as("given, counted after what was taken").isGreaterThanOrEqualTo(taken);
  }

  private static Viewer viewer(World world, String name) {
    var html = Embed.mediaLoader(world.servers(), World.FILM, "", world.publicTracker(), name);
    return world.lab().watch(name, world.lab().context(Screen.DESKTOP), html);
  }
}
