package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.bench.tracker.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Which peers belong to which socket, and what the end of a socket means. */
final class SocketCases {
  private static final Duration LEAVING = Duration.ofSeconds(1);
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_PINGS = Duration.ofSeconds(65);
  private static final int LONGEST_PING = 125;

  private SocketCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("SOCK-1", "one socket, many swarms", SocketCases::manySwarms),
        Case.of("SOCK-2", "one socket, a peer_id for each swarm", SocketCases::manyIds),
        Case.of("SOCK-3", "one socket, two peers of one swarm", SocketCases::twoOfOneSwarm),
        Case.of("SOCK-4", "a taken peer_id is its socket's until it closes", Takeover::live),
        Case.of("SOCK-5", "another socket's end or stopped removes nobody", Takeover::foreign),
        Case.of("SOCK-6", "a closed socket's peers are gone within 1 s", SocketCases::closing),
        Case.of("SOCK-7", "a dead socket's peer_id is free within 15 s", Takeover::halfOpen),
        Case.slow("SOCK-8", "an idle socket is pinged within 60 s", SocketCases::idle),
        Case.of("SOCK-9", "a ping is answered at once with its payload", SocketCases::pong),
        Case.of("SOCK-10", "200 sockets come back at once within 10 s", Storm::comesBack));
  }

  private static void manySwarms(Stage stage) throws IOException {
    var socket = stage.open();
    var id = PeerId.fresh();
    everySwarmServed(stage, socket, List.of(id, id, id));
  }

  private static void manyIds(Stage stage) throws IOException {
    var ids = List.of(PeerId.fresh(), PeerId.fresh(), PeerId.fresh());
    everySwarmServed(stage, stage.open(), ids);
  }

  /** A swarm for each id, in which the peer is counted, offers and is offered. */
  private static void everySwarmServed(Stage stage, TrackerSocket socket, List<PeerId> ids)
      throws IOException {
    var peers = ids.stream().map(id -> new SwarmPeer(socket, InfoHash.fresh(), id)).toList();
    for (var peer : peers) {
      peer.join().mustBe(0, 1);
    }
    for (var peer : peers) {
      var other = stage.leecher(peer.swarm());
      other.offer(1);
      if (!swarmOf(peer.awaitOffer()).equals(peer.swarm())) {
        throw new Mismatch("an offer of another swarm came");
      }
      var mine = peer.offer(1);
      peer.settle();
      if (!other.offersHeard().equals(mine)) {
        throw new Mismatch("the socket's own offer was not relayed");
      }
      peer.scrape().mustBe(0, 2);
    }
  }

  private static InfoHash swarmOf(JsonNode message) {
    return new InfoHash(message.path("info_hash").asText());
  }

  private static void twoOfOneSwarm(Stage stage) throws IOException {
    var first = stage.leecher(InfoHash.fresh());
    var second = new SwarmPeer(first.socket(), first.swarm(), PeerId.fresh());
    second.join().mustBe(0, 2);
    Read.counts(first.announce(first.announcement())).mustBe(0, 2);
    var other = stage.leecher(first.swarm());
    other.offer(2);
    other.settle();
    if (first.offersHeard().size() != 2) {
      throw new Mismatch("two offers for two peers of one socket did not come");
    }
  }

  private static void closing(Stage stage) throws IOException {
    stage.each(
        List.of(Form.of("with goodbye", true), Form.of("cut", false)),
        goodbye -> {
          var one = stage.leecher(InfoHash.fresh());
          new SwarmPeer(one.socket(), one.swarm(), PeerId.fresh()).join();
          var two = new SwarmPeer(one.socket(), InfoHash.fresh(), PeerId.fresh());
          two.join();
          var watcher = stage.open();
          Scrape.of(watcher, one.swarm()).mustBe(0, 2);
          if (goodbye) {
            one.socket().close();
          } else {
            one.socket().raw().cut();
          }
          var none = Counts.of(0, 0);
          stage.awaitCounts(stage.patiently(LEAVING), none, () -> Scrape.of(watcher, one.swarm()));
          stage.awaitCounts(stage.patiently(LEAVING), none, () -> Scrape.of(watcher, two.swarm()));
        });
  }

  private static void idle(Stage stage) throws IOException {
    var peer = stage.leecher(InfoHash.fresh());
    if (!peer.socket().pings(BETWEEN_PINGS)) {
      throw new Mismatch("no ping in " + BETWEEN_PINGS.toSeconds() + " s");
    }
    peer.scrape().mustBe(0, 1);
  }

  private static void pong(Stage stage) throws IOException {
    var socket = stage.open();
    for (var length : List.of(0, 4, LONGEST_PING)) {
      var payload = new byte[length];
      ThreadLocalRandom.current().nextBytes(payload);
      socket.send(Frame.whole(Frame.PING, payload));
      var pong = socket.pong(AT_ONCE);
      if (pong.isEmpty() || !Arrays.equals(pong.get(), payload)) {
        var seen = pong.isEmpty() ? "no pong" : "another payload";
        throw new Mismatch(seen + " to a ping of " + length + " bytes");
      }
    }
  }
}
