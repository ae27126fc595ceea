package io.cordwood.signaling.signal;

import io.cordwood.signaling.signal.DoorAction.Close;
import io.cordwood.signaling.signal.DoorAction.Ping;
import io.cordwood.signaling.signal.DoorAction.Say;
import io.cordwood.signaling.signal.DoorAction.Submit;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.lane.Submitted;
import io.cordwood.swarm.limit.TokenBucket;
import io.cordwood.swarm.rules.ConnectionId;
import io.cordwood.swarm.rules.Event;
import io.cordwood.swarm.rules.NetworkPlace;
import io.cordwood.swarm.rules.Outgoing;
import io.cordwood.swarm.rules.PeerKey;
import io.cordwood.swarm.rules.SignalEvents;
import io.cordwood.swarm.rules.SignalEvents.Translated;
import io.cordwood.swarm.ticket.IssuedTicket;
import io.cordwood.swarm.ticket.TicketClaims;
import io.cordwood.swarm.ticket.TicketVerdict;
import io.cordwood.swarm.wire.Decoded;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.SignalCodec;
import io.cordwood.swarm.wire.UpMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The rule of one viewer's connection (PROTOCOL §5).
 *
 * <p>States: greeting → member → ended, or greeting → ended. Invariant: events go to a swarm only
 * while it is a member, all to the one swarm and of the one peer that the ticket names; after the
 * end nothing is done. Its owner sees to it that one thread at a time calls.
 */
final class SignalSession {
  private static final int NORMAL = 1000;
  private static final int GOING_AWAY = 1001;
  private static final int POLICY = 1008;
  private static final int TRY_LATER = 1013;

  private sealed interface State {
    record Greeting(Instant until, Optional<SwarmId> swarm) implements State {}

    record Member(PeerKey key, TicketClaims claims, Instant renewAt) implements State {
      SwarmId swarm() {
        return claims.swarm();
      }
    }

    record Ended() implements State {}
  }

  private final SignalCodec codec;
  private final Tickets tickets;
  private final SignalLimits limits;
  private final ConnectionId connection;
  private final NetworkPlace place;
  private final TokenBucket messages;
  private final TokenBucket violations;
  private State state;
  private Instant pingAt;
  private int pingsUnanswered;
  private Instant probedUntil;

  /** Begins with a greeting; {@code swarm} is what the socket's address names. */
  SignalSession(
      SignalCodec codec,
      Tickets tickets,
      SignalLimits limits,
      ConnectionId connection,
      Optional<SwarmId> swarm,
      NetworkPlace place,
      Instant now) {
    this.codec = codec;
    this.tickets = tickets;
    this.limits = limits;
    this.connection = connection;
    this.place = place;
    this.messages = new TokenBucket(limits.burst(), limits.perSecond(), now);
    this.violations =
        new TokenBucket(limits.violations(), limits.violationsForgivenPerSecond(), now);
    this.state = new State.Greeting(now.plus(limits.helloWithin()), swarm);
    this.pingAt = now.plus(limits.pingEvery());
  }

  boolean isEnded() {
    return state instanceof State.Ended;
  }

  /** A text message came. */
  List<DoorAction> received(String text, Instant now) {
    if (isEnded()) {
      return List.of();
    }
    if (!messages.take(now)) {
      return refuse(ErrorCode.TOO_FAST, "Send fewer messages a second.", now);
    }
    return switch (codec.decodeUp(text)) {
      case Decoded.Malformed<UpMessage> malformed -> refuse(malformed.asError(), now);
      case Decoded.Message<UpMessage>(UpMessage message) -> understood(message, now);
    };
  }

  /** A binary message came; the door has none. */
  List<DoorAction> receivedBinary(Instant now) {
    return isEnded()
        ? List.of()
        : refuse(ErrorCode.MALFORMED, "Send text frames, not binary ones.", now);
  }

  /** A pong came. */
  void pong() {
    pingsUnanswered = 0;
    probedUntil = null;
  }

  /** The swarm has something for this peer. */
  List<DoorAction> outgoing(Outgoing outgoing, Instant now) {
    if (isEnded()) {
      return List.of();
    }
    return switch (outgoing) {
      case Outgoing.Send(PeerKey to, DownMessage.Error error) -> refuse(error, now);
      case Outgoing.Send(PeerKey to, DownMessage message) -> List.of(new Say(message));
      case Outgoing.Drop(PeerKey to, DownMessage.Error why) ->
          end(why, why.code().closeCode().orElse(TRY_LATER));
      case Outgoing.Probe(PeerKey to) -> probe(now);
      case Outgoing.Tell tell ->
          throw new IllegalStateException("A viewer is told what it reads, not a tracker's words.");
    };
  }

  /** What became of an event; only a join that finds no room ends the connection. */
  List<DoorAction> submitted(Event.OfPeer event, Submitted result) {
    return event instanceof Event.Joined && result != Submitted.ACCEPTED && !isEnded()
        ? end(
            new DownMessage.Error(
                ErrorCode.BUSY, "The node is busy; play by HTTP and try again in a minute."),
            TRY_LATER)
        : List.of();
  }

  /** Time has passed; about once a second. */
  List<DoorAction> tick(Instant now, RandomGenerator random) {
    return switch (state) {
      case State.Ended ended -> List.of();
      case State.Greeting(Instant until, var swarm) when !now.isBefore(until) ->
          refuse(ErrorCode.HELLO_EXPECTED, "Say hello with your ticket at once.", now);
      case State.Greeting greeting -> List.of();
      case State.Member member when isDead(now) -> close(GOING_AWAY, "no pong");
      case State.Member member -> Stream.concat(pings(now), renewals(member, now, random)).toList();
    };
  }

  private List<DoorAction> understood(UpMessage message, Instant now) {
    return switch (state) {
      case State.Ended ended -> List.of();
      case State.Greeting greeting ->
          message instanceof UpMessage.Hello(String ticket)
              ? greet(ticket, greeting.swarm(), now)
              : refuse(ErrorCode.HELLO_EXPECTED, "Say hello with your ticket first.", now);
      case State.Member member -> fromMember(member, message, now);
    };
  }

  private List<DoorAction> greet(String ticket, Optional<SwarmId> swarm, Instant now) {
    return switch (tickets.check(ticket, swarm, now)) {
      case TicketVerdict.Refused(TicketVerdict.Reason reason) ->
          refuse(ErrorCode.TICKET_REFUSED, reason.advice(), now);
      case TicketVerdict.Valid(TicketClaims claims) -> {
        var key = new PeerKey(connection, claims.peer());
        var renewAt = new IssuedTicket(ticket, claims.expiresAt()).renewAt();
        state = new State.Member(key, claims, renewAt);
        yield List.of(
            new Say(new DownMessage.Welcome(claims.peer(), now)),
            new Submit(claims.swarm(), new Event.Joined(key, tickets.profile(claims, place))));
      }
    };
  }

  private List<DoorAction> fromMember(State.Member member, UpMessage message, Instant now) {
    return switch (SignalEvents.translate(member.key(), message)) {
      case Translated.ForDoor(UpMessage.Hello hello) ->
          refuse(ErrorCode.HELLO_REPEATED, "Say hello once.", now);
      case Translated.Refused(DownMessage.Error error) -> refuse(error, now);
      case Translated.ForSwarm(Event.Left left) ->
          Stream.concat(Stream.of(new Submit(member.swarm(), left)), close(NORMAL, "bye").stream())
              .toList();
      case Translated.ForSwarm(Event.OfPeer event) -> List.of(new Submit(member.swarm(), event));
      case Translated.ForSwarm(Event event) ->
          throw new IllegalStateException("A message is an event of its sender.");
    };
  }

  private List<DoorAction> refuse(ErrorCode code, String detail, Instant now) {
    return refuse(new DownMessage.Error(code, detail), now);
  }

  /**
   * Says the error. It ends the connection when its code does, or when it was one violation too
   * many. What crossed the end of an introduction on its way is nobody's fault.
   */
  private List<DoorAction> refuse(DownMessage.Error error, Instant now) {
    var closeCode = error.code().closeCode();
    if (closeCode.isPresent()) {
      return end(error, closeCode.getAsInt());
    }
    if (error.code() == ErrorCode.NOT_INTRODUCED || violations.take(now)) {
      return List.of(new Say(error));
    }
    return end(
        new DownMessage.Error(
            ErrorCode.TOO_MANY_VIOLATIONS,
            "Too many messages were refused, the last one so: " + error.detail()),
        POLICY);
  }

  private List<DoorAction> end(DownMessage.Error why, int closeCode) {
    return Stream.concat(Stream.of(new Say(why)), close(closeCode, why.code().wire()).stream())
        .toList();
  }

  private List<DoorAction> close(int code, String reason) {
    state = new State.Ended();
    return List.of(new Close(code, reason));
  }

  private List<DoorAction> probe(Instant now) {
    if (probedUntil == null) {
      probedUntil = now.plus(limits.probeWithin());
    }
    return List.of(new Ping());
  }

  private boolean isDead(Instant now) {
    boolean silent = pingsUnanswered >= limits.pingsMissed() && !now.isBefore(pingAt);
    return silent || probedUntil != null && !now.isBefore(probedUntil);
  }

  private Stream<DoorAction> pings(Instant now) {
    if (now.isBefore(pingAt)) {
      return Stream.empty();
    }
    pingAt = now.plus(limits.pingEvery());
    pingsUnanswered++;
    return Stream.of(new Ping());
  }

  private Stream<DoorAction> renewals(State.Member member, Instant now, RandomGenerator random) {
    if (now.isBefore(member.renewAt())) {
      return Stream.empty();
    }
    var renewed = tickets.renew(member.claims(), now, random);
    state = new State.Member(member.key(), member.claims(), renewed.renewAt());
    return Stream.of(new Say(new DownMessage.Ticket(renewed.token(), renewed.expiresAt())));
  }
}
