package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.rules.SwarmCount;
import io.cordwood.tracker.TrackerCounters.Count;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose a peer id is, when a client comes back before its old socket is found dead. */
@Timeout(300)
class TrackerTakeoverTest {
  private static final SwarmId SWARM = Said.swarm(1);
  private static final PeerId PEER = Said.peer(1);

  @Test
  void theTrackerIdIsGivenOnceAtTheStart() throws Exception {
    try (var rig = TrackerRig.open();
        var client = rig.client()) {
      client.say(Said.announce(SWARM, PEER, Said.STARTED));
      var token = client.next("tracker id").get("tracker id").textValue();
      client.say(
          Said.announce(SWARM, PEER),
          Said.announce(SWARM, PEER, Said.trackerId(token)),
          Said.announce(SWARM, PEER, Said.STARTED, Said.trackerId(token)),
          Said.announce(SWARM, PEER, Said.STOPPED));
      for (int i = 0; i < 4; i++) {
        assertThat(client.reply().has("tracker id")).as("reply %d", i).isFalse();
      }
    }
  }

  @Test
  void whoEchoesTheTrackerIdTakesItsPeerOverAtOnce() throws Exception {
    try (var rig = TrackerRig.open();
        var second = rig.client()) {
      try (var first = rig.client()) {
        var token = start(first);
        second.say(Said.announce(SWARM, PEER, Said.trackerId(token)));
        assertThat(second.reply().get("incomplete").intValue()).isEqualTo(1);
        assertThat(rig.tracker.swarms().counters().get(SwarmCount.TAKEN_OVER)).isEqualTo(1);
        first.say(Said.announce(SWARM, PEER, Said.STOPPED));
        assertThat(first.reply().get("incomplete").intValue()).isEqualTo(1);
      }
      rig.awaitCount(Count.CLOSED, 1);
      assertThat(second.scraped(SWARM).get("incomplete").intValue()).isEqualTo(1);
      assertThat(rig.count(Count.PINGS_SENT)).as("probes").isZero();
    }
  }

  @Test
  void theTrackerIdOfAnotherPeerOrSwarmProvesNothing() throws Exception {
    try (var rig = TrackerRig.open();
        var owner = rig.client();
        var thief = rig.client()) {
      start(owner);
      thief.say(Said.announce(SWARM, Said.peer(2), Said.STARTED));
      var ofAnother = thief.reply().get("tracker id").textValue();
      thief.say(Said.announce(Said.swarm(2), PEER, Said.STARTED));
      var ofOtherSwarm = thief.reply().get("tracker id").textValue();
      for (var token : new String[] {ofAnother, ofOtherSwarm, "", "%%%", "A".repeat(9_999)}) {
        thief.say(Said.announce(SWARM, PEER, Said.trackerId(token)));
        assertThat(thief.refusal()).contains("in use");
      }
      assertThat(rig.tracker.swarms().counters().get(SwarmCount.TAKEN_OVER)).isZero();
    }
  }

  @Test
  void whoDoesNotAnswerTheProbeLosesItsPeerToTheOneWhoWaits() throws Exception {
    try (var rig = TrackerRig.open();
        var dead = rig.client();
        var second = rig.client()) {
      start(dead);
      second.say(Said.announce(SWARM, PEER, Said.STARTED));
      assertThat(second.refusal()).contains("in use").contains("asks its connection");
      var reply = second.reply();
      assertThat(reply.get("incomplete").intValue()).isEqualTo(1);
      assertThat(reply.has("tracker id")).isTrue();
      assertThat(rig.count(Count.DEAD)).isEqualTo(1);
      second.assertSilence();
    }
  }

  @Test
  void whoCameInAfterWaitingLeavesWithItsSocket() throws Exception {
    try (var rig = TrackerRig.open();
        var second = rig.client()) {
      try (var first = rig.client()) {
        start(first);
        second.say(Said.announce(SWARM, PEER));
        second.refusal();
      }
      assertThat(second.reply().get("incomplete").intValue()).isEqualTo(1);
      second.close();
      rig.awaitPeers(SWARM, 0);
    }
  }

  @Test
  void whoIsGoneDoesNotWaitAnyMore() throws Exception {
    try (var rig = TrackerRig.open();
        var first = rig.client()) {
      start(first);
      try (var second = rig.client()) {
        second.say(Said.announce(SWARM, PEER));
        second.refusal();
      }
      rig.awaitCount(Count.CLOSED, 1);
      DoorRig.await("the swarms know", () -> rig.tracker.swarms().connections() == 1);
      first.say(Said.announce(SWARM, PEER, Said.STOPPED));
      assertThat(first.reply().get("incomplete").intValue()).isZero();
      assertThat(first.scraped(SWARM).get("incomplete").intValue()).isZero();
    }
  }

  @Test
  void whoAnswersTheProbeKeepsItsPeer() throws Exception {
    try (var rig = TrackerRig.open();
        var living = rig.client();
        var second = rig.client()) {
      start(living);
      second.say(Said.announce(SWARM, PEER));
      assertThat(second.refusal()).contains("in use");
      assertThat(living.socket.read().opcode()).isEqualTo(RawSocket.PING);
      living.socket.send(RawSocket.PONG, true, new byte[0]);
      try (var dead = rig.client();
          var third = rig.client()) {
        dead.say(Said.announce(SWARM, Said.peer(2)));
        dead.reply();
        third.say(Said.announce(SWARM, Said.peer(2)));
        third.refusal();
        third.reply();
      }
      assertThat(rig.count(Count.DEAD)).as("only who was asked later").isEqualTo(1);
      living.say(Said.announce(SWARM, PEER));
      living.reply();
      second.assertSilence();
      living.say(Said.announce(SWARM, PEER, Said.STOPPED));
      assertThat(second.reply().get("incomplete").intValue())
          .as("who waits comes in when the holder leaves")
          .isPositive();
    }
  }

  @Test
  void aStrangerDoesNotStopThePeerOfAnother() throws Exception {
    try (var rig = TrackerRig.open();
        var owner = rig.client()) {
      start(owner);
      try (var stranger = rig.client()) {
        stranger.say(Said.announce(SWARM, PEER, Said.STOPPED));
        assertThat(stranger.reply().get("incomplete").intValue()).isEqualTo(1);
        stranger.say(Said.announce(SWARM, PEER));
        stranger.refusal();
      }
      rig.awaitCount(Count.CLOSED, 1);
      assertThat(owner.scraped(SWARM).get("incomplete").intValue()).isEqualTo(1);
    }
  }

  private static String start(TrackerClient client) throws Exception {
    client.say(Said.announce(SWARM, PEER, Said.STARTED));
    return client.next("tracker id").get("tracker id").textValue();
  }
}
