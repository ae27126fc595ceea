package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Viewers with p2p-media-loader, as npm has it, who meet at our tracker door. */
@ExtendWith(WithWorld.class)
class MediaLoaderIT {
  private static final Duration SHARED = Duration.ofSeconds(45);
  private static final Duration APART = Duration.ofSeconds(1);
  private static final int VIEWERS = 8;

  @Test
  void eightViewersGiveOneAnotherTheFilm(World world) {
    var viewers = new ArrayList<StockPage<LoaderReport>>();
    var start = System.nanoTime();
    for (var i = 0; i < VIEWERS; i++) {
      World.arriveAt(start, i, APART);
      viewers.add(viewer(world, "loader " + (i + 1)));
    }
    // The first has nobody to get from when it begins; the others have.
    var others = viewers.subList(1, VIEWERS);
    others.forEach(v -> v.await("gets from a peer", SHARED, r -> r.bytesFromPeers() > 0));
    viewers.forEach(v -> v.await("plays", SHARED, r -> r.currentSeconds() > 5));
    world.picture(others.getLast().viewer(), "p2p-media-loader");

    var reports = viewers.stream().map(StockPage::report).toList();
    assertThat(reports).allSatisfy(r -> assertThat(r.failures()).isEmpty());
    var taken = reports.stream().mapToLong(LoaderReport::bytesFromPeers).sum();
    var given = viewers.stream().mapToLong(v -> v.report().bytesToPeers()).sum();
    assertThat(given).as("given, counted after what was taken").isGreaterThanOrEqualTo(taken);
  }

  private static StockPage<LoaderReport> viewer(World world, String name) {
    var words =
        Map.of(
            "playlist", world.servers().playlist(World.FILM),
            "tracker", world.publicTracker().url().toString());
    return StockPage.open(world, name, "media-loader.html", words, LoaderReport.class);
  }
}
