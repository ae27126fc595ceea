package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A node was lost, and everybody is back a moment later. */
final class Storm {
  private static final int SOCKETS = 200;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private Storm() {}

  /**
   * All close, come back under the same peer_ids, announce, and again when they are refused, as
   * clients do.
   */
  static void comesBack(Stage stage) throws IOException {
    var swarm = InfoHash.fresh();
    var watcher = stage.open();
    var ids = IntStream.range(0, SOCKETS).mapToObj(i -> PeerId.fresh()).toList();
    var before = arrive(stage, swarm, ids);
    Scrape.of(watcher, swarm).mustBe(0, SOCKETS);
    before.forEach(peer -> peer.socket().raw().cut());
    var start = System.nanoTime();
    arrive(stage, swarm, ids);
    stage.awaitCounts(
        stage.patiently(LIMIT).minusNanos(System.nanoTime() - start),
        Counts.of(0, SOCKETS),
        () -> Scrape.of(watcher, swarm));
    stage.note((System.nanoTime() - start) / 1_000_000 + " ms");
  }

  private static List<SwarmPeer> arrive(Stage stage, InfoHash swarm, List<PeerId> ids)
      throws IOException {
    var end = System.nanoTime() + stage.patiently(LIMIT).toNanos();
    var peers = new ArrayList<SwarmPeer>();
    for (var id : ids) {
      peers.add(new SwarmPeer(stage.open(), swarm, id));
    }
    peers.forEach(peer -> peer.socket().send(start(peer)));
    peers.forEach(peer -> awaitServed(peer, end));
    return peers;
  }

  private static ObjectNode start(SwarmPeer peer) {
    return peer.announcement("started");
  }

  private static void awaitServed(SwarmPeer peer, long end) {
    while (System.nanoTime() < end) {
      var reply = peer.socket().within(BETWEEN_TRIES, Read.replyIn(peer.swarm()));
      if (reply.isPresent() && !Read.isFailure(reply.get())) {
        return;
      }
      if (reply.isPresent()) {
        peer.socket().within(BETWEEN_TRIES, Read::isOffer);
        peer.socket().send(start(peer));
      }
    }
    throw new Mismatch("not everybody was served in " + LIMIT.toSeconds() + " s");
  }
}
