package io.cordwood.swarm.rules;

import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Who may come in, and what ends with those who go.
 *
 * <p>Invariant: {@code turns} holds each viewer that is a member once.
 */
final class Membership {
  private final SwarmConfig config;
  private final SwarmCounters counters;
  private final Members members;
  private final Introductions introductions;
  private final Duties duties;

  /** The viewers in the order of their turns to be topped up. */
  private final SequencedSet<Peer> turns = new LinkedHashSet<>();

  Membership(
      SwarmConfig config,
      SwarmCounters counters,
      Members members,
      Introductions introductions,
      Duties duties) {
    this.config = config;
    this.counters = counters;
    this.members = members;
    this.introductions = introductions;
    this.duties = duties;
  }

  SequencedSet<Peer> turns() {
    return turns;
  }

  /**
   * Why a newcomer cannot come in; the holder of an id that is in use is asked whether it lives.
   */
  Optional<DownMessage.Error> refusal(PeerKey key, List<Outgoing> out) {
    var owner = members.get(key.peer());
    if (owner != null) {
      out.add(new Outgoing.Probe(owner.key));
      return refused(
          SwarmCount.PEER_TAKEN,
          ErrorCode.PEER_TAKEN,
          "The peer id is in use; the node asks its connection whether it lives. Try again in 5 s,"
              + " or join again for an id of your own.");
    }
    if (members.of(key.connection()).size() >= config.maxPeersPerConnection()) {
      return refused(
          SwarmCount.TOO_MANY_PEERS,
          ErrorCode.TOO_MANY_PEERS,
          "Use fewer peer ids on one connection.");
    }
    if (members.size() >= config.maxPeers()) {
      return refused(
          SwarmCount.SWARM_FULL,
          ErrorCode.SWARM_FULL,
          "The swarm is full; play by HTTP and try again in 1 min.");
    }
    return Optional.empty();
  }

  /** A newcomer that was not refused comes in. */
  Peer enter(PeerKey key, PeerProfile profile, Instant now) {
    var peer = new Peer(key, profile, now);
    members.add(peer);
    if (!peer.isStock()) {
      turns.add(peer);
    }
    counters.add(SwarmCount.JOINED);
    return peer;
  }

  /** They go, with their introductions and links; each is counted as {@code why}. */
  void leave(List<Peer> peers, SwarmCount why, List<Outgoing> out) {
    for (var peer : peers) {
      counters.add(why);
      members.remove(peer);
      turns.remove(peer);
      duties.left(peer);
    }
    peers.forEach(peer -> introductions.left(peer, out));
  }

  private Optional<DownMessage.Error> refused(SwarmCount count, ErrorCode code, String detail) {
    counters.add(count);
    return Optional.of(new DownMessage.Error(code, detail));
  }
}
