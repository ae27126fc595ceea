package io.cordwood.swarm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.wire.UpMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MatcherTest {
  private final SwarmConfig config = SwarmConfig.defaults();
  private final Matcher matcher = new Matcher(config, new Members(config.horizon()));

  @Test
  void whoWasMeasuredToSendMuchIsBetterToMeet() {
    assertThat(score(0, 8_000_000)).isGreaterThan(score(0, 1_000_000));
    assertThat(score(0, 1_000_000)).isGreaterThan(score(0, 0));
  }

  @Test
  void whoSendsMuchNowIsBetterToMeetThoughItWasNotMeasured() {
    assertThat(score(8_000_000, 0)).isGreaterThan(score(1_000_000, 0));
    assertThat(score(8_000_000, 0)).isGreaterThan(score(0, 1_000_000));
    assertThat(score(1_000_000, 8_000_000)).isEqualTo(score(0, 8_000_000));
  }

  /** How good it is to meet somebody who sends and can send so much, in bits per second. */
  private int score(long up, long uplink) {
    return matcher.score(viewer(1, 0, 0), viewer(2, up, uplink), Instant.EPOCH);
  }

  private static Peer viewer(int number, long up, long uplink) {
    var peer = new Peer(SwarmRig.key(number), SwarmRig.profile(number), Instant.EPOCH);
    peer.reported(
        new UpMessage.State(
            0,
            new RenditionName("720p"),
            0,
            0,
            up,
            uplink,
            0,
            0,
            List.of(),
            List.of(),
            true,
            Optional.empty()),
        Instant.EPOCH);
    return peer;
  }
}
