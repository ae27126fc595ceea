package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  private final Duties duties;
  private final Membership membership;
  private final Relay relay;
  private final Reports reports;
  private final Provision provision;
  private final StockRelay stock;
  private final Announces announces;
  private final LiveRelay live;

  /** An empty swarm of a film. */
  public Swarm(SwarmId id, SwarmConfig config, SwarmCounters counters) {
    this(id, SwarmKind.FILM, config, counters);
  }

  /** An empty swarm. */
  public Swarm(SwarmId id, SwarmKind kind, SwarmConfig common, SwarmCounters counters) {
    this.id = Objects.requireNonNull(id);
    this.config = common.of(kind);
    this.counters = counters;
    this.members = new Members(config.horizon());
    this.introductions = new Introductions(config, counters, members);
    this.duties = new Duties(config, kind);
    this.live = new LiveRelay(counters, members, duties);
    this.membership = new Membership(config, counters, members, introductions, duties);
    this.relay = new Relay(config, counters, introductions);
    this.reports = new Reports(config, counters, members, introductions, duties);
    this.provision = new Provision(config, ThinRules.defaults());
    this.stock = new StockRelay(config, counters, members, introductions, relay);
    this.announces = new Announces(config, counters, members, membership, stock);
  }

  /** Its name. */
  public SwarmId id() {
    return id;
  }

  /** What others may know of it now. */
  public SwarmView view() {
    return members.view(introductions.pending(), provision.flows());
  }

  /** How many are in it now. */
  public Tally tally() {
    return members.tally();
  }

  /** Whether a connection has a peer in it. */
  public boolean has(ConnectionId connection) {
    return members.has(connection);
  }

  /** Whether a connection has a peer in it or waits for the id of one, so that its end matters. */
  public boolean knows(ConnectionId connection) {
    return has(connection) || announces.isWaiting(connection);
  }

  /** Offers that a client of the tracker door was sent and did not answer. */
  int offersWaiting(PeerKey key) {
    return members.find(key).map(Peer::offersWaiting).orElse(0);
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
      case Event.ConnectionClosed(ConnectionId connection) -> {
        announces.forget(connection);
        leave(members.of(connection), SwarmCount.LEFT, now, random, out);
      }
      case Event.Tick(WebseedLoad webseeds) -> {
        tick(now, random, out);
        provision.tick(membership.turns(), webseeds, now, out);
      }
      case Event.SegmentSigned(var segment) -> live.heard(segment, random, out);
      case Event.Announced announced -> announces.announced(announced, now, random, out);
      case Event.OfferAnswered answered ->
          of(answered, now, peer -> stock.answer(peer, answered.answer(), now, out));
      case Event.Left left ->
          of(left, now, peer -> leave(List.of(peer), SwarmCount.LEFT, now, random, out));
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
    var refusal = membership.refusal(key, out);
    if (refusal.isPresent()) {
      out.add(new Outgoing.Drop(key, refusal.get()));
      return;
    }
    var peer = membership.enter(key, event.profile(), now);
    int batch = Math.min(config.firstBatch(), config.degreeOf(peer.profile));
    introductions.introduce(peer, batch, now, random, out);
  }

  private void leave(
      List<Peer> peers, SwarmCount why, Instant now, RandomGenerator random, List<Outgoing> out) {
    membership.leave(peers, why, out);
    announces.free(peers, now, random, out);
  }

  private void tick(Instant now, RandomGenerator random, List<Outgoing> out) {
    stock.expire(now);
    expireViewers(now, random, out);
    expireClients(now, random, out);
    duties.tick(now, out);
    var turns = membership.turns();
    int looks = Math.min(config.topUpPeersPerTick(), turns.size());
    for (int i = 0; i < looks; i++) {
      var peer = turns.removeFirst();
      turns.add(peer);
      topUp(peer, now, random, out);
    }
  }

  private void expireViewers(Instant now, RandomGenerator random, List<Outgoing> out) {
    expire(members.silentViewers(now.minus(config.expireAfter())), now, random, out);
  }

  private void expireClients(Instant now, RandomGenerator random, List<Outgoing> out) {
    var tracker = config.tracker();
    var since = now.minus(tracker.expireAfter(tracker.shortestInterval()));
    expire(members.overdueClients(since, now), now, random, out);
  }

  private void expire(List<Peer> silent, Instant now, RandomGenerator random, List<Outgoing> out) {
    leave(silent, SwarmCount.EXPIRED, now, random, out);
    for (var peer : silent) {
      out.add(
          new Outgoing.Drop(
              peer.key,
              error(ErrorCode.EXPIRED, "Nothing was heard of you for too long; connect again.")));
    }
  }

  private void topUp(Peer peer, Instant now, RandomGenerator random, List<Outgoing> out) {
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
