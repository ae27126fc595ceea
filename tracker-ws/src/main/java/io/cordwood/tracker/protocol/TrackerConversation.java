package io.cordwood.tracker.protocol;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.lane.Outbox;
import io.cordwood.swarm.lane.Submitted;
import io.cordwood.swarm.limit.AddressKey;
import io.cordwood.swarm.limit.TokenBucket;
import io.cordwood.swarm.rules.ConnectionId;
import io.cordwood.swarm.rules.Door;
import io.cordwood.swarm.rules.Event;
import io.cordwood.swarm.rules.NetworkPlace;
import io.cordwood.swarm.rules.Outgoing;
import io.cordwood.swarm.rules.PeerKey;
import io.cordwood.swarm.rules.PeerProfile;
import io.cordwood.swarm.wire.tracker.AnnounceEvent;
import io.cordwood.swarm.wire.tracker.ClientMessage;
import io.cordwood.swarm.wire.tracker.ServerMessage;
import io.cordwood.swarm.wire.tracker.TrackerDecoded;
import io.cordwood.tracker.Conversation;
import io.cordwood.tracker.Importance;
import io.cordwood.tracker.TrackerConnection;
import io.cordwood.tracker.TrackerCounters.Count;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Optional;

/**
 * What one connection says, and what its peers are told. A connection has as many peers in as many
 * swarms as it announces, within limits; what it says concerns only them.
 *
 * <p>One thread at a time calls {@link #message} and {@link #closed}; lanes deliver on theirs.
 */
final class TrackerConversation implements Conversation, Outbox {
  private static final int POLICY = 1008;
  private static final int BAD_PAYLOAD = 1007;

  private final TrackerProtocol protocol;
  private final TrackerConnection connection;
  private final ConnectionId id;
  private final NetworkPlace place;
  private final AddressKey address;
  private final TokenBucket messages;
  private TokenBucket violations;
  private Ticketed ticketed;

  TrackerConversation(TrackerProtocol protocol, TrackerConnection connection) {
    this.protocol = protocol;
    this.connection = connection;
    this.place = NetworkPlace.of(connection.address());
    this.address = connection.home();
    var rate = protocol.limits.messages();
    this.messages = new TokenBucket(rate.burst(), rate.perSecond(), protocol.clock.instant());
    this.id = protocol.swarms.open(this);
  }

  @Override
  public void message(byte[] utf8) {
    var now = protocol.clock.instant();
    if (!messages.take(now)) {
      connection.count(Count.TOO_FAST);
      violation(now);
      return;
    }
    if (!protocol.addressRates.take(address, now)) {
      connection.count(Count.TOO_FAST);
      return;
    }
    switch (protocol.codec.decode(utf8, 0, utf8.length)) {
      case TrackerDecoded.Message(ClientMessage message) -> understood(message, now);
      case TrackerDecoded.Refused refused -> refused(refused, now);
      case TrackerDecoded.NotUtf8 bad -> {
        connection.count(Count.BAD_UTF8);
        connection.close(BAD_PAYLOAD, "A message is UTF-8.");
      }
    }
  }

  @Override
  public void closed() {
    protocol.swarms.close(id);
  }

  private void understood(ClientMessage message, Instant now) {
    switch (message) {
      case ClientMessage.Announce announce -> announce(announce, now);
      case ClientMessage.Answer answer -> answer(answer);
      case ClientMessage.Scrape scrape -> scrape(scrape);
      case ClientMessage.ScrapeAll all -> {
        var refusal = new ServerMessage.ScrapeFailed("Name the info hashes that you want to know.");
        connection.send(protocol.codec.encode(refusal), Importance.REPLY);
      }
    }
  }

  private void answer(ClientMessage.Answer answer) {
    connection.count(Count.CANDIDATES_CUT, answer.candidatesCut());
    protocol.swarms.apply(
        answer.swarm(), new Event.OfferAnswered(new PeerKey(id, answer.peer()), answer));
  }

  private void announce(ClientMessage.Announce announce, Instant now) {
    var swarm = announce.swarm();
    connection.handleWith(swarm.hashCode());
    connection.count(Count.OFFERS_LEFT_OUT, announce.leftOut().total());
    connection.count(Count.CANDIDATES_CUT, announce.candidatesCut());
    switch (access(announce, now)) {
      case SwarmPolicy.Access.Refused(String reason) -> {
        connection.count(Count.REFUSED_SWARM);
        tell(swarm, new ServerMessage.Failed(reason));
        violation(now);
      }
      case SwarmPolicy.Access.Granted granted -> {
        var interval = protocol.intervals.next(protocol.jitter);
        submitted(
            announce, interval, protocol.swarms.apply(swarm, event(announce, granted, interval)));
      }
    }
  }

  /** A ticket is checked once, not at every announce. */
  private SwarmPolicy.Access access(ClientMessage.Announce announce, Instant now) {
    if (ticketed != null && ticketed.covers(announce, now)) {
      return ticketed.granted();
    }
    var access =
        protocol.policy.access(announce.swarm(), announce.peer(), connection.ticket(), now);
    if (access instanceof SwarmPolicy.Access.Granted granted && granted.fingerprint().isPresent()) {
      ticketed = new Ticketed(announce.swarm(), announce.peer(), granted);
    }
    return access;
  }

  private record Ticketed(SwarmId swarm, PeerId peer, SwarmPolicy.Access.Granted granted) {
    boolean covers(ClientMessage.Announce announce, Instant now) {
      return granted.until().isAfter(now)
          && swarm.equals(announce.swarm())
          && peer.equals(announce.peer());
    }
  }

  private Event.Announced event(
      ClientMessage.Announce announce, SwarmPolicy.Access.Granted granted, Duration interval) {
    return new Event.Announced(
        new PeerKey(id, announce.peer()),
        new PeerProfile(Door.TRACKER, granted.fingerprint(), place, Optional.empty(), false, true),
        announce,
        interval,
        () -> isProven(announce),
        token(announce));
  }

  /**
   * A client keeps its token and says it with each announce; one of an earlier life is replaced.
   */
  private Optional<String> token(ClientMessage.Announce announce) {
    return announce.event() == AnnounceEvent.STARTED && !isProven(announce)
        ? Optional.of(protocol.tokens.of(announce.swarm(), announce.peer()))
        : Optional.empty();
  }

  private boolean isProven(ClientMessage.Announce announce) {
    return announce
        .trackerId()
        .filter(token -> protocol.tokens.proves(token, announce.swarm(), announce.peer()))
        .isPresent();
  }

  private void submitted(ClientMessage.Announce announce, Duration interval, Submitted result) {
    switch (result) {
      case ACCEPTED, NO_SUCH_CONNECTION -> {}
      case BUSY ->
          tell(
              announce.swarm(),
              new ServerMessage.Failed("The tracker is busy; announce again in a minute."));
      case NO_SUCH_SWARM ->
          tell(
              announce.swarm(),
              new ServerMessage.Announced(
                  (int) interval.toSeconds(), 0, 0, Optional.empty(), announce.warning()));
    }
  }

  private void scrape(ClientMessage.Scrape scrape) {
    var counts = new ArrayList<ServerMessage.Counts>(scrape.swarms().size());
    for (var swarm : new LinkedHashSet<>(scrape.swarms())) {
      var tally = protocol.swarms.tally(swarm);
      counts.add(
          protocol.policy.mayBeScraped(swarm)
              ? new ServerMessage.Counts(
                  swarm, tally.complete(), tally.incomplete(), tally.downloaded())
              : new ServerMessage.Counts(swarm, 0, 0, 0));
    }
    connection.send(protocol.codec.encode(new ServerMessage.Scraped(counts)), Importance.REPLY);
  }

  /**
   * Stock clients close on a message that they cannot assign: where none can be, there is silence.
   */
  private void refused(TrackerDecoded.Refused refused, Instant now) {
    protocol.count(refused.problem());
    if (refused.ofScrape()) {
      var failed = new ServerMessage.ScrapeFailed(refused.reason());
      connection.send(protocol.codec.encode(failed), Importance.REPLY);
    } else {
      refused.swarm().ifPresent(swarm -> tell(swarm, new ServerMessage.Failed(refused.reason())));
    }
    violation(now);
  }

  private void violation(Instant now) {
    var forgiven = protocol.limits.violations();
    if (violations == null) {
      violations = new TokenBucket(forgiven.burst(), forgiven.perSecond(), now);
    }
    if (!violations.take(now)) {
      connection.count(Count.TOO_MANY_VIOLATIONS);
      connection.close(POLICY, "Too many messages were refused.");
    }
  }

  /** Called by lanes. Viewers' words are not for stock clients; expired peers announce again. */
  @Override
  public void deliver(SwarmId swarm, Outgoing outgoing) {
    switch (outgoing) {
      case Outgoing.Tell(PeerKey to, ServerMessage.OfSwarm message) -> tell(swarm, message);
      case Outgoing.Probe probe -> connection.probe();
      case Outgoing.Send send -> {}
      case Outgoing.Drop drop -> {}
    }
  }

  private void tell(SwarmId swarm, ServerMessage.OfSwarm message) {
    var importance =
        switch (message) {
          case ServerMessage.RelayedOffer offer -> Importance.OFFER;
          case ServerMessage.RelayedAnswer answer -> Importance.ANSWER;
          case ServerMessage.Announced reply -> Importance.REPLY;
          case ServerMessage.Failed reply -> Importance.REPLY;
        };
    connection.send(protocol.codec.encodable(swarm, message), importance);
  }
}
