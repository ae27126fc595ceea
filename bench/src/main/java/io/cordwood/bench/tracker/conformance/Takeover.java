package io.cordwood.bench.tracker.conformance;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Two sockets and one peer_id: whose it is. */
final class Takeover {
  private static final Duration AFTER_CLOSE = Duration.ofSeconds(5);
  private static final Duration AFTER_SILENCE = Duration.ofSeconds(15);
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  private Takeover() {}

  /** The first keeps its entry and its offers; when it has closed, the second gets in. */
  static void live(Stage stage) throws IOException {
    var first = stage.leecher(InfoHash.fresh());
    var witness = stage.leecher(first.swarm());
    var second = onAnotherSocket(stage, first);
    second.socket().send(second.announcement("started"));
    second.settle();
    keepsItsPlace(first, witness);
    Scene.nothing("the second socket heard", second.settle());
    first.socket().close();
    getsIn(second, witness, stage.patiently(AFTER_CLOSE));
    witness.scrape().mustBe(0, 2);
  }

  /** The first's machine has lost its network: its TCP connection is open, its pongs are not. */
  static void halfOpen(Stage stage) throws IOException {
    var first = stage.leecher(InfoHash.fresh());
    var witness = stage.leecher(first.swarm());
    first.socket().raw().fallSilent();
    getsIn(onAnotherSocket(stage, first), witness, stage.patiently(AFTER_SILENCE));
    witness.scrape().mustBe(0, 2);
  }

  /** Neither {@code stopped} nor the end of a socket that is not the peer's removes it. */
  static void foreign(Stage stage) throws IOException {
    stage.each(
        List.of(Form.of("stopped", true), Form.of("announced, then closed", false)),
        stops -> {
          var victim = stage.leecher(InfoHash.fresh());
          var witness = stage.leecher(victim.swarm());
          if (stops) {
            var thief = onAnotherSocket(stage, victim);
            thief.socket().send(thief.announcement("stopped"));
            thief.settle();
          } else {
            announcesAndCloses(stage, victim, witness);
          }
          witness.scrape().mustBe(0, 2);
          keepsItsPlace(victim, witness);
        });
  }

  /** Returns when the tracker has seen the end of the socket: it was in another swarm too. */
  private static void announcesAndCloses(Stage stage, SwarmPeer victim, SwarmPeer witness)
      throws IOException {
    var mark = new SwarmPeer(stage.open(), InfoHash.fresh(), victim.id());
    mark.join();
    var thief = new SwarmPeer(mark.socket(), victim.swarm(), victim.id());
    thief.socket().send(thief.announcement("started"));
    thief.settle();
    mark.socket().close();
    stage.awaitCounts(
        stage.patiently(TrackerSocket.PATIENCE),
        Counts.of(0, 0),
        () -> Scrape.of(witness.socket(), mark.swarm()));
  }

  private static SwarmPeer onAnotherSocket(Stage stage, SwarmPeer peer) throws IOException {
    return new SwarmPeer(stage.open(), peer.swarm(), peer.id());
  }

  private static void keepsItsPlace(SwarmPeer first, SwarmPeer witness) {
    var offers = witness.offer(1);
    witness.settle();
    if (!first.offersHeard().equals(offers)) {
      throw new Mismatch("the first socket was offered nothing afterwards");
    }
    witness.scrape().mustBe(0, 2);
  }

  /** Announces until an offer of the witness arrives at the socket. */
  private static void getsIn(SwarmPeer late, SwarmPeer witness, Duration limit) {
    var end = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < end) {
      late.socket().send(late.announcement("started"));
      late.settle();
      witness.offer(1);
      if (late.socket().within(BETWEEN_TRIES, Read::isOffer).isPresent()) {
        return;
      }
    }
    throw new Mismatch("the second socket was offered nothing in " + limit.toSeconds() + " s");
  }
}
