package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The rules of one swarm.
 *
 * <p>Invariant: a peer id belongs to at most one connection. Every introduction joins two different
 * members and at most one joins a pair; none joins a pair that is linked or cooling down. Links and
 * pending introductions of a member never exceed {@code maxDegree}. A message goes only to a
 * member, or is the refusal of what its receiver just said; what one peer says reaches another only
 * within an introduction of both, an offer and an answer once each.
 *
 * <p>States of a peer: absent → joined → absent (left, connection closed, expired). States of an
 * introduction: see {@link Introduction}.
 *
 * <p>Serial: one owner calls it, on one thread at a time. {@code now} should not go back.
 */
public final class Swarm {
  private final SwarmId id;
  private final SwarmConfig config;
  private final SwarmCounters counters;
  private final Members members;
  private final Introductions introductions;
  private final Relay relay;
  private final Reports reports;

  /** The members in the order of their turns to be topped up. */
  private final SequencedSet<Peer> turns = new LinkedHashSet<>();

  /** An empty swarm. */
  public Swarm(SwarmId id, SwarmConfig config, SwarmCounters counters) {
    this.id = Objects.requireNonNull(id);
    this.config = config;
    this.counters = counters;
    this.members = new Members(config.horizon());
    this.introductions = new Introductions(config, counters, members);
    this.relay = new Relay(config, counters, introductions);
    this.reports = new Reports(config, counters, members, introductions);
  }

  /** Its name. */
  public SwarmId id() {
    return id;
  }

  /** What others may know of it now. */
  public SwarmView view() {
    return members.view(introductions.pending());
  }

  /** True when nobody is in it. */
  public boolean isEmpty() {
    return members.size() == 0;
  }

  /**
   * Applies one event and says what to do, in order. Never throws on what a stranger can cause.
   *
   * @param now the time of the event
   * @param random unpredictable to peers
   */
  public List<Outgoing> apply(Event event, Instant now, RandomGenerator random) {
    var out = new ArrayList<Outgoing>();
    introductions.expire(now, out);
    switch (event) {
      case Event.Joined joined -> join(joined, now, random, out);
      case Event.ConnectionClosed closed ->
          leave(members.of(closed.connection()), SwarmCount.LEFT, out);
      case Event.Tick tick -> tick(now, random, out);
      case Event.Left left -> of(left, now, peer -> leave(List.of(peer), SwarmCount.LEFT, out));
      case Event.Offered offered -> of(offered, now, peer -> relay.offer(peer, offered, out));
      case Event.Answered answered ->
          of(answered, now, peer -> relay.answer(peer, answered, now, out));
      case Event.Trickled trickled ->
          of(trickled, now, peer -> relay.candidates(peer, trickled, out));
      case Event.Reported reported ->
          of(reported, now, peer -> reports.apply(peer, reported.state(), now, out));
      case Event.Wanted wanted ->
          of(wanted, now, peer -> want(peer, wanted.peers(), now, random, out));
    }
    return out;
  }

  private void of(Event.OfPeer event, Instant now, Consumer<Peer> action) {
    members
        .find(event.peer())
        .ifPresentOrElse(
            peer -> {
              members.heard(peer, now);
              action.accept(peer);
            },
            () -> counters.add(SwarmCount.UNKNOWN_PEER));
  }

  private void join(Event.Joined event, Instant now, RandomGenerator random, List<Outgoing> out) {
    var key = event.peer();
    if (members.find(key).isPresent()) {
      counters.add(SwarmCount.JOIN_REPEATED);
      out.add(new Outgoing.Send(key, error(ErrorCode.HELLO_REPEATED, "Say hello once.")));
      return;
    }
    if (isRefused(key, out)) {
      return;
    }
    var peer = new Peer(key, event.profile(), now);
    members.add(peer);
    turns.add(peer);
    counters.add(SwarmCount.JOINED);
    int batch = Math.min(config.firstBatch(), config.degreeOf(peer.profile));
    introductions.introduce(peer, batch, now, random, out);
  }

  private boolean isRefused(PeerKey key, List<Outgoing> out) {
    var owner = members.find(key.peer());
    if (owner.isPresent()) {
      out.add(new Outgoing.Probe(owner.get().key));
      counters.add(SwarmCount.PEER_TAKEN);
      return drop(
          key,
          error(
              ErrorCode.PEER_TAKEN,
              "The peer id is in use; the node asks its connection whether it lives. Try again in"
                  + " 5 s, or join again for an id of your own."),
          out);
    }
    if (members.of(key.connection()).size() >= config.maxPeersPerConnection()) {
      counters.add(SwarmCount.TOO_MANY_PEERS);
      return drop(
          key, error(ErrorCode.TOO_MANY_PEERS, "Use fewer peer ids on one connection."), out);
    }
    if (members.size() >= config.maxPeers()) {
      counters.add(SwarmCount.SWARM_FULL);
      return drop(
          key,
          error(ErrorCode.SWARM_FULL, "The swarm is full; play by HTTP and try again in 1 min."),
          out);
    }
    return false;
  }

  private static boolean drop(PeerKey key, DownMessage.Error why, List<Outgoing> out) {
    return out.add(new Outgoing.Drop(key, why));
  }

  private void leave(List<Peer> peers, SwarmCount count, List<Outgoing> out) {
    for (var peer : peers) {
      counters.add(count);
      members.remove(peer);
      turns.remove(peer);
    }
    peers.forEach(peer -> introductions.left(peer, out));
  }

  private void tick(Instant now, RandomGenerator random, List<Outgoing> out) {
    expirePeers(now, out);
    int looks = Math.min(config.topUpPeersPerTick(), turns.size());
    for (int i = 0; i < looks; i++) {
      takeTurn(turns.removeFirst(), now, random, out);
    }
  }

  private void expirePeers(Instant now, List<Outgoing> out) {
    var silent = members.silentSince(now.minus(config.expireAfter()));
    leave(silent, SwarmCount.EXPIRED, out);
    for (var peer : silent) {
      drop(
          peer.key,
          error(ErrorCode.EXPIRED, "Nothing was heard of you for too long; connect again."),
          out);
    }
  }

  private void takeTurn(Peer peer, Instant now, RandomGenerator random, List<Outgoing> out) {
    turns.add(peer);
    int missing = config.degreeOf(peer.profile) - peer.expectedDegree();
    if (missing > 0 && peer.mayTopUp(now, config.topUpEvery())) {
      introductions.introduce(peer, Math.min(missing, config.topUpBatch()), now, random, out);
    }
  }

  private void want(Peer peer, int peers, Instant now, RandomGenerator random, List<Outgoing> out) {
    if (!peer.mayWant(now, config.wantEvery())) {
      counters.add(SwarmCount.WANT_TOO_SOON);
      return;
    }
    introductions.introduce(peer, Math.min(peers, config.wantBatch()), now, random, out);
  }

  private static DownMessage.Error error(ErrorCode code, String detail) {
    return new DownMessage.Error(code, detail);
  }
}
