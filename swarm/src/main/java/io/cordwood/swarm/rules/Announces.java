package io.cordwood.swarm.rules;

import io.cordwood.swarm.wire.tracker.AnnounceEvent;
import io.cordwood.swarm.wire.tracker.ServerMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What clients of the tracker door announce: they come, change and go, each announce is answered
 * with the counts, and then its offers reach others.
 *
 * <p>A peer id belongs to the connection that announced it first. Another one gets it when that
 * connection is found dead, or at once with the {@code tracker id} that the peer was given.
 */
final class Announces {
  private final TrackerRules rules;
  private final SwarmCounters counters;
  private final Members members;
  private final Membership membership;
  private final StockRelay relay;
  private final Claims claims;

  Announces(
      SwarmConfig config,
      SwarmCounters counters,
      Members members,
      Membership membership,
      StockRelay relay) {
    this.rules = config.tracker();
    this.counters = counters;
    this.members = members;
    this.membership = membership;
    this.relay = relay;
    this.claims = new Claims(rules);
  }

  void announced(Event.Announced event, Instant now, RandomGenerator random, List<Outgoing> out) {
    counters.add(SwarmCount.ANNOUNCED);
    var known = members.get(event.peer());
    if (event.announce().event() == AnnounceEvent.STOPPED) {
      stopped(event, known, now, random, out);
    } else if (known != null) {
      members.heard(known, now);
      present(known, event, now, random, out);
    } else {
      enter(event, now, random, out);
    }
  }

  /** Peers left or their connection died: who claimed their ids comes in. */
  void free(List<Peer> left, Instant now, RandomGenerator random, List<Outgoing> out) {
    for (var peer : left) {
      claims.take(peer.id(), now).ifPresent(claim -> enter(claim, now, random, out));
    }
  }

  void forget(ConnectionId connection) {
    claims.forget(connection);
  }

  boolean isWaiting(ConnectionId connection) {
    return claims.isOf(connection);
  }

  private void stopped(
      Event.Announced event, Peer known, Instant now, RandomGenerator random, List<Outgoing> out) {
    if (known != null) {
      membership.leave(List.of(known), SwarmCount.LEFT, out);
    }
    reply(event, out);
    if (known != null) {
      free(List.of(known), now, random, out);
    }
  }

  private void enter(
      Event.Announced event, Instant now, RandomGenerator random, List<Outgoing> out) {
    takeOver(event, out);
    var refusal = membership.refusal(event.peer(), out);
    if (refusal.isPresent()) {
      if (members.get(event.peer().peer()) != null) {
        claims.keep(event, now);
      }
      out.add(new Outgoing.Tell(event.peer(), new ServerMessage.Failed(refusal.get().detail())));
      return;
    }
    present(membership.enter(event.peer(), event.profile(), now), event, now, random, out);
  }

  /** The same client comes back before its old connection is found dead. */
  private void takeOver(Event.Announced event, List<Outgoing> out) {
    var owner = members.get(event.peer().peer());
    if (owner != null && owner.isStock() && event.proven().getAsBoolean()) {
      counters.add(SwarmCount.TAKEN_OVER);
      membership.leave(List.of(owner), SwarmCount.LEFT, out);
    }
  }

  private void present(
      Peer peer, Event.Announced event, Instant now, RandomGenerator random, List<Outgoing> out) {
    var announce = event.announce();
    peer.dueAt(now.plus(rules.expireAfter(event.interval())));
    if (announce.event() == AnnounceEvent.COMPLETED && !peer.isComplete()) {
      members.countDownload();
    }
    if (announce.complete() || announce.event() == AnnounceEvent.COMPLETED) {
      members.completed(peer);
    }
    reply(event, out);
    relay.offers(peer, announce, now, random, out);
  }

  private void reply(Event.Announced event, List<Outgoing> out) {
    var tally = members.tally();
    var announce = event.announce();
    out.add(
        new Outgoing.Tell(
            event.peer(),
            new ServerMessage.Announced(
                (int) event.interval().toSeconds(),
                tally.complete(),
                tally.incomplete(),
                announce.event() == AnnounceEvent.STOPPED ? Optional.empty() : event.trackerId(),
                announce.warning())));
  }
}
