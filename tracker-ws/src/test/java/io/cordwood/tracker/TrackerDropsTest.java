package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.rules.SwarmCount;
import io.cordwood.tracker.TrackerCounters.Count;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that does not read, among others that do. */
@Timeout(300)
class TrackerDropsTest {
  private static final int SWARMS = 4;
  private static final int PEERS_OF_ONE_SOCKET = 4;
  private static final int OTHERS = 6;
  private static final int OFFERS_OF_THE_DEAF = 30;
  private static final String LARGE = "x".repeat(60_000);

  private final List<Other> others = new ArrayList<>();
  private int offersMade;

  @Test
  void itLosesOffersThenAnswersNeverRepliesAndIsCutAndTheOthersAreServed() throws Exception {
    try (var rig = TrackerRig.open();
        var deaf = rig.client()) {
      for (int i = 0; i < OTHERS; i++) {
        others.add(new Other(rig.client(), Said.peer(100 + i)));
      }
      var waiting = offersOf(rig, deaf);
      floodWithOffers(rig);
      floodWithAnswers(rig, waiting);
      floodWithReplies(rig, deaf);
      for (int i = 0; i < SWARMS; i++) {
        rig.awaitPeers(Said.swarm(i), OTHERS);
      }
      try (var asker = rig.client()) { // the others may have answers under way to them
        assertThat(asker.scraped(Said.swarm(0)).get("incomplete").intValue()).isEqualTo(OTHERS);
      }
      for (var other : others) {
        other.client.close();
      }
    }
  }

  /** A client that answers each offer at once, but not those of the deaf one. */
  private static final class Other {
    final TrackerClient client;
    final PeerId peer;
    final Queue<OfferId> ofTheDeaf = new ArrayDeque<>();

    Other(TrackerClient client, PeerId peer) {
      this.client = client;
      this.peer = peer;
    }

    /** Announces, and handles what came until the reply is there. */
    void announce(SwarmId swarm, String... more) throws IOException {
      client.say(Said.announce(swarm, peer, more));
      for (var message = client.next(); !message.has("interval"); message = client.next()) {
        assertThat(message.has("failure reason")).as("%s", message).isFalse();
        if (message.has("offer")) {
          offered(message.get("info_hash").textValue(), message);
        }
      }
    }

    private void offered(String swarm, JsonNode offer) throws IOException {
      var from = PeerId.ofLatin1(offer.get("peer_id").textValue());
      var id = OfferId.ofLatin1(offer.get("offer_id").textValue());
      if (from.equals(Said.peer(0))) {
        ofTheDeaf.add(id);
      } else {
        client.say(Said.answer(SwarmId.ofLatin1(swarm), peer, from, id, Said.SDP));
      }
    }
  }

  /** The deaf one comes with several peers and makes offers, which are not answered yet. */
  private int offersOf(TrackerRig rig, TrackerClient deaf) throws IOException {
    for (int swarm = 0; swarm < SWARMS; swarm++) {
      for (int peer = 0; peer < PEERS_OF_ONE_SOCKET; peer++) {
        deaf.say(Said.announce(Said.swarm(swarm), Said.peer(peer)));
      }
      for (var other : others) {
        other.announce(Said.swarm(swarm));
      }
      rig.awaitPeers(Said.swarm(swarm), PEERS_OF_ONE_SOCKET + OTHERS);
    }
    int waiting = 0;
    while (waiting < OFFERS_OF_THE_DEAF) {
      long relayed = rig.tracker.swarms().counters().get(SwarmCount.OFFERS_RELAYED);
      deaf.say(Said.announce(Said.swarm(0), Said.peer(0), Said.offers(next(), next(), next())));
      DoorRig.await(
          "offers are relayed",
          () -> rig.tracker.swarms().counters().get(SwarmCount.OFFERS_RELAYED) == relayed + 3);
      for (var other : others) {
        other.announce(Said.swarm(0));
      }
      waiting = others.stream().mapToInt(other -> other.ofTheDeaf.size()).sum();
    }
    return waiting;
  }

  private void floodWithOffers(TrackerRig rig) throws IOException {
    while (rig.count(Count.OFFERS_DROPPED) == 0) {
      for (int swarm = 0; swarm < SWARMS; swarm++) {
        for (var other : others) {
          other.announce(Said.swarm(swarm), Said.offers(LARGE, next(), next()));
        }
      }
    }
    assertThat(rig.count(Count.ANSWERS_DROPPED)).isZero();
    assertThat(rig.count(Count.SLOW_READER)).isZero();
  }

  private void floodWithAnswers(TrackerRig rig, int waiting) throws IOException {
    for (var other : others) {
      while (!other.ofTheDeaf.isEmpty()) {
        other.client.say(
            Said.answer(Said.swarm(0), other.peer, Said.peer(0), other.ofTheDeaf.remove(), LARGE));
      }
      other.announce(Said.swarm(0));
    }
    assertThat(rig.count(Count.ANSWERS_DROPPED)).isBetween(1L, waiting - 3L);
    assertThat(rig.count(Count.SLOW_READER)).isZero();
  }

  /** Each reply is sent, until so much waits that the deaf one is cut. */
  private void floodWithReplies(TrackerRig rig, TrackerClient deaf) throws IOException {
    var announce = Said.announce(Said.swarm(0), Said.peer(0));
    long sent = rig.count(Count.SENT);
    long dropped = rig.count(Count.OFFERS_DROPPED) + rig.count(Count.ANSWERS_DROPPED);
    deaf.say(Collections.nCopies(500, announce).toArray(String[]::new));
    DoorRig.await("500 replies are sent", () -> rig.count(Count.SENT) >= sent + 500);
    assertThat(rig.count(Count.SLOW_READER)).isZero();
    sayUntilCut(deaf, Collections.nCopies(10_000, announce));
    rig.awaitCount(Count.SLOW_READER, 1);
    rig.awaitCount(Count.CLOSED, 1);
    assertThat(rig.count(Count.OFFERS_DROPPED) + rig.count(Count.ANSWERS_DROPPED))
        .isEqualTo(dropped);
  }

  /** The cut may come before all is said. */
  private static void sayUntilCut(TrackerClient deaf, List<String> messages) throws IOException {
    try {
      deaf.say(messages.toArray(String[]::new));
    } catch (SocketException e) {
      assertThat(deaf.socket.canSend(new byte[0])).isFalse();
    }
  }

  private OfferId next() {
    return Said.offer(offersMade++);
  }
}
