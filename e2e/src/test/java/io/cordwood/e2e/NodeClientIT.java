package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Stock clients outside of browsers, with another WebRTC than Chromium's. */
@ExtendWith(WithWorld.class)
class NodeClientIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String FIRST = "2d535430303031" + "0a".repeat(13);
  private static final String SECOND = "2d535430303031" + "0b".repeat(13);

  @Test
  void twoProcessesMeetAndExchangeData(World world) {
    var torrent = TorrentFile.of(world, World.FILM);
    try (var first = NodeClient.start(torrent, FIRST, 1)) {
      first.await("is told that it is alone", SOON, r -> counts(r, 0, 1));
      try (var second = NodeClient.start(torrent, SECOND, 0)) {
        var other = second.await("hears the first", SOON, r -> !r.heard().isEmpty());
        var one = first.await("hears the second", SOON, r -> !r.heard().isEmpty());

        assertThat(other.complete()).isEqualTo(1);
        assertThat(other.incomplete()).isEqualTo(1);
        assertThat(one.connected()).containsOnly(SECOND);
        assertThat(other.connected()).containsOnly(FIRST);
        assertThat(one.sent()).containsAll(other.heard());
        assertThat(other.sent()).containsAll(one.heard());
        assertThat(one.failures()).isEmpty();
        assertThat(other.failures()).isEmpty();
      }
    }
  }

  private static boolean counts(NodeClient.Report report, int seeders, int leechers) {
    return report.complete() != null
        && report.complete() == seeders
        && report.incomplete() == leechers;
  }
}
