package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.rules.SwarmCount;
import io.cordwood.tracker.TrackerConfig.Rate;
import io.cordwood.tracker.TrackerCounters.Count;
import io.cordwood.tracker.protocol.SwarmPolicy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much one client may ask, and what happens above. */
@Timeout(300)
class TrackerLimitsTest {
  private static final SwarmId SWARM = Said.swarm(1);
  private static final PeerId ALICE = Said.peer(1);
  private static final PeerId BOB = Said.peer(2);
  private static final String BAD =
      "{\"action\":\"announce\",\"info_hash\":\"" + SWARM.latin1() + "\"}";

  @Test
  void badMessagesAreForgivenUntilTheBudgetIsSpent() throws Exception {
    try (var rig = limited(TrackerRig.ANY, TrackerRig.ANY, TrackerRig.once(3));
        var client = rig.client()) {
      client.say(BAD, BAD, BAD, Said.announce(SWARM, ALICE));
      for (int i = 0; i < 3; i++) {
        client.refusal();
      }
      client.reply();
      assertThat(rig.count(Count.TOO_MANY_VIOLATIONS)).isZero();
      client.say(BAD);
      client.refusal();
      assertThat(client.closeCode()).isEqualTo(1008);
      assertThat(rig.count(Count.TOO_MANY_VIOLATIONS)).isEqualTo(1);
    }
  }

  @Test
  void nothingIsHeardOfAClientAfterItsCloseForViolations() throws Exception {
    try (var rig = limited(TrackerRig.ANY, TrackerRig.ANY, TrackerRig.once(1));
        var client = rig.client()) {
      client.say(BAD, BAD, BAD, Said.announce(SWARM, ALICE), BAD);
      assertThat(client.closeCode()).isEqualTo(1008);
      client.close();
      rig.awaitCount(Count.CLOSED, 1);
      assertThat(rig.count(Count.TOO_MANY_VIOLATIONS)).isEqualTo(1);
      assertThat(rig.tracker.swarms().counters().get(SwarmCount.ANNOUNCED)).isZero();
    }
  }

  @Test
  void nothingIsHeardOfAClientAfterItsCloseForBadUtf8() throws Exception {
    try (var rig = TrackerRig.open();
        var client = rig.client()) {
      client.socket.send(RawSocket.TEXT, true, new byte[] {(byte) 0xff});
      client.say(Said.announce(SWARM, ALICE));
      assertThat(client.closeCode()).isEqualTo(1007);
      client.close();
      rig.awaitCount(Count.CLOSED, 1);
      assertThat(rig.tracker.swarms().counters().get(SwarmCount.ANNOUNCED)).isZero();
    }
  }

  @Test
  void refusedSwarmsAreViolationsToo() throws Exception {
    var config = TrackerRig.config(TrackerRig.ANY, TrackerRig.ANY, TrackerRig.once(1));
    try (var rig = new TrackerRig(config, SwarmPolicy.allowing(Set::of));
        var client = rig.client()) {
      client.say(Said.announce(SWARM, ALICE), Said.announce(SWARM, ALICE));
      client.refusal();
      client.refusal();
      assertThat(client.closeCode()).isEqualTo(1008);
      assertThat(rig.count(Count.REFUSED_SWARM)).isEqualTo(2);
    }
  }

  @Test
  void messagesOverTheRateAreNotReadAndTheSocketLivesUntilTheBudgetIsSpent() throws Exception {
    try (var rig = limited(TrackerRig.once(2), TrackerRig.ANY, TrackerRig.once(3));
        var client = rig.client()) {
      client.say(Said.announce(SWARM, ALICE), Said.announce(SWARM, BOB));
      client.reply();
      client.reply();
      client.say(Said.announce(SWARM, Said.peer(3)), "{}", "\"");
      client.socket.send(RawSocket.PING, true, new byte[0]);
      assertThat(client.socket.read().opcode()).as("no reply, alive").isEqualTo(RawSocket.PONG);
      assertThat(rig.count(Count.TOO_FAST)).isEqualTo(3);
      rig.awaitPeers(SWARM, 2);
      client.say("{}");
      assertThat(client.closeCode()).isEqualTo(1008);
      assertThat(rig.count(Count.TOO_FAST)).isEqualTo(4);
    }
  }

  @Test
  void allSocketsOfAnAddressShareItsRate() throws Exception {
    var config =
        TrackerRig.config(TrackerRig.ANY, TrackerRig.once(3), TrackerRig.ANY)
            .with(new TrackerConfig.Proxies(List.of(NetworkRange.parse("127.0.0.0/8")), false));
    try (var rig = new TrackerRig(config, SwarmPolicy.open());
        var one = rig.client("X-Forwarded-For: 192.0.2.1");
        var two = rig.client("X-Forwarded-For: 192.0.2.1");
        var elsewhere = rig.client("X-Forwarded-For: 192.0.2.2")) {
      one.say(Said.announce(SWARM, ALICE), Said.announce(SWARM, ALICE));
      one.reply();
      one.reply();
      two.say(Said.announce(SWARM, BOB), Said.announce(SWARM, BOB));
      two.reply();
      rig.awaitCount(Count.TOO_FAST, 1);
      elsewhere.say(Said.announce(SWARM, Said.peer(3)), Said.announce(SWARM, Said.peer(3)));
      elsewhere.reply();
      elsewhere.reply();
      one.say("{}");
      rig.awaitCount(Count.TOO_FAST, 2);
    }
  }

  @Test
  void aSocketIsInSixtyFourSwarmsAndInAnotherWhenItLeavesOne() throws Exception {
    try (var rig = TrackerRig.open();
        var client = rig.client()) {
      for (int i = 0; i < 64; i++) {
        client.say(Said.announce(Said.swarm(i), ALICE));
        client.reply();
      }
      client.say(Said.announce(Said.swarm(64), ALICE));
      assertThat(client.refusal()).contains("busy");
      client.say(Said.announce(Said.swarm(7), ALICE));
      client.reply();
      client.say(Said.announce(Said.swarm(7), ALICE, Said.STOPPED));
      client.reply();
      client.say(Said.announce(Said.swarm(64), ALICE));
      assertThat(client.reply().get("incomplete").intValue()).isEqualTo(1);
      client.say(Said.announce(Said.swarm(7), ALICE));
      assertThat(client.refusal()).contains("busy");
      assertThat(rig.tracker.swarms().laneCounters().busy()).isEqualTo(2);
    }
  }

  private static TrackerRig limited(Rate connection, Rate address, Rate violations)
      throws Exception {
    return new TrackerRig(TrackerRig.config(connection, address, violations), SwarmPolicy.open());
  }
}
