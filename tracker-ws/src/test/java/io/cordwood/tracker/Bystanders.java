package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.tracker.TrackerCounters.Count;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Two well-behaved clients that introduce each other again and again, one exchange at a time. */
final class Bystanders implements AutoCloseable {
  static final SwarmId SWARM = Said.swarm(1_000);
  static final PeerId ALICE = Said.peer(1_001);
  static final PeerId BOB = Said.peer(1_002);

  private final TrackerClient alice;
  private final TrackerClient bob;
  private final TrackerRig rig;
  private long mostMeanwhile;
  private int exchanges;

  Bystanders(TrackerRig rig) throws IOException {
    this.rig = rig;
    alice = rig.client();
    bob = rig.client();
    bob.say(Said.announce(SWARM, BOB, Said.STARTED));
    bob.reply();
    alice.say(Said.announce(SWARM, ALICE, Said.STARTED));
    alice.reply();
  }

  /** The messages of both. */
  long messages() {
    return 2 + 3L * exchanges;
  }

  int exchanges() {
    return exchanges;
  }

  /** The most messages, of all clients, that the tracker handled during one exchange. */
  long mostMeanwhile() {
    return mostMeanwhile;
  }

  void goOnWhile(BooleanSupplier siege) throws IOException {
    while (siege.getAsBoolean()) {
      long before = rig.count(Count.MESSAGES);
      exchange();
      mostMeanwhile = Math.max(mostMeanwhile, rig.count(Count.MESSAGES) - before);
    }
  }

  /** Both announce, one offers, the other answers; nothing else comes. */
  private void exchange() throws IOException {
    var offer = Said.offer(exchanges++);
    bob.say(Said.announce(SWARM, BOB));
    assertThat(bob.reply().get("info_hash").textValue()).isEqualTo(SWARM.latin1());
    alice.say(Said.announce(SWARM, ALICE, Said.SEEDING, Said.offers(offer)));
    var reply = alice.reply();
    assertThat(reply.get("complete").intValue()).isEqualTo(1);
    assertThat(reply.get("incomplete").intValue()).isEqualTo(1);
    var heard = bob.next("offer");
    assertThat(heard.get("peer_id").textValue()).isEqualTo(ALICE.latin1());
    assertThat(heard.get("offer_id").textValue()).isEqualTo(offer.latin1());
    bob.say(Said.answer(SWARM, BOB, ALICE, offer, Said.SDP));
    var answer = alice.next("answer");
    assertThat(answer.get("peer_id").textValue()).isEqualTo(BOB.latin1());
    assertThat(answer.get("offer_id").textValue()).isEqualTo(offer.latin1());
  }

  @Override
  public void close() throws IOException {
    alice.close();
    bob.close();
  }
}
