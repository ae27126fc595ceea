package io.cordwood.signaling.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.signaling.Samples;
import io.cordwood.signaling.join.Joiners;
import io.cordwood.signaling.signal.DoorAction.Close;
import io.cordwood.signaling.signal.DoorAction.Ping;
import io.cordwood.signaling.signal.DoorAction.Say;
import io.cordwood.signaling.signal.DoorAction.Submit;
import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.lane.Submitted;
import io.cordwood.swarm.rules.ConnectionId;
import io.cordwood.swarm.rules.Event;
import io.cordwood.swarm.rules.NetworkPlace;
import io.cordwood.swarm.rules.Outgoing;
import io.cordwood.swarm.rules.PeerKey;
import io.cordwood.swarm.ticket.TicketGrant;
import io.cordwood.swarm.ticket.TicketIssuer;
import io.cordwood.swarm.ticket.TicketKey;
import io.cordwood.swarm.ticket.TicketVerdict;
import io.cordwood.swarm.ticket.TicketVerifier;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.SignalCodec;
import io.cordwood.swarm.wire.UpMessage;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignalSessionTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final SwarmId SWARM = SwarmId.parse(Samples.swarm("session"));
  private static final PeerId PEER = PeerId.ofNode(new byte[12]);
  private static final PeerKey KEY = new PeerKey(new ConnectionId(7), PEER);

  private final TicketKey key = TicketKey.generate();
  private final Random random = new Random(5);
  private final SignalCodec codec = new SignalCodec();
  private final TicketIssuer issuer = new TicketIssuer(key);
  private final TicketVerifier verifier = new TicketVerifier(key);
  private final SignalSession session = session(Optional.of(SWARM));
  private Instant now = START;

  @Test
  void aGoodHelloIsWelcomedAndJoins() {
    var actions = hello();
    assertThat(actions).hasSize(2);
    assertThat(actions.getFirst()).isEqualTo(new Say(new DownMessage.Welcome(PEER, START)));
    assertThat(actions.getLast())
        .isInstanceOfSatisfying(
            Submit.class,
            submit ->
                assertThat(submit.event())
                    .isInstanceOfSatisfying(
                        Event.Joined.class, joined -> assertThat(joined.peer()).isEqualTo(KEY)));
  }

  @Test
  void whereTheAddressNamesNoSwarmTheTicketDoes() {
    var anywhere = session(Optional.empty());
    var actions = anywhere.received(codec.encode(new UpMessage.Hello(ticket())), now);
    assertThat(actions.getLast())
        .isInstanceOfSatisfying(
            Submit.class, submit -> assertThat(submit.swarm()).isEqualTo(SWARM));
    assertThat(anywhere.received(codec.encode(new UpMessage.Want(2)), now))
        .containsExactly(new Submit(SWARM, new Event.Wanted(KEY, 2)));
  }

  @Test
  void whereTheAddressNamesASwarmATicketOfAnotherIsRefused() {
    var elsewhere = session(Optional.of(SwarmId.parse(Samples.swarm("elsewhere"))));
    assertThat(elsewhere.received(codec.encode(new UpMessage.Hello(ticket())), now))
        .endsWith(new Close(1008, "ticket-refused"));
    assertThat(elsewhere.isEnded()).isTrue();
  }

  @Test
  void anExpiredTicketIsRefused() {
    var ticket = ticket();
    now = START.plus(TicketIssuer.LIFETIME);
    assertThat(receive(new UpMessage.Hello(ticket))).endsWith(new Close(1008, "ticket-refused"));
    assertThat(session.isEnded()).isTrue();
  }

  @Test
  void silenceForFiveSecondsEndsTheConnection() {
    assertThat(tickAfter(Duration.ofMillis(4_999))).isEmpty();
    assertThat(tickAfter(Duration.ofMillis(1))).endsWith(new Close(1008, "hello-expected"));
    assertThat(tickAfter(Duration.ofSeconds(5))).isEmpty();
    assertThat(hello()).isEmpty();
  }

  @Test
  void aTicketIsRenewedTwoMinutesBeforeItsEndAgainAndAgain() {
    hello();
    for (int i = 0; i < 3; i++) {
      assertThat(tickets(Duration.ofMinutes(13).minusSeconds(1))).isEmpty();
      var renewed = tickets(Duration.ofSeconds(1));
      assertThat(renewed).hasSize(1);
      assertThat(renewed.getFirst().expiresAt()).isEqualTo(now.plus(TicketIssuer.LIFETIME));
      assertThat(verifier.verify(renewed.getFirst().ticket(), SWARM, fingerprint(), now))
          .isInstanceOf(TicketVerdict.Valid.class);
    }
  }

  @Test
  void aPeerThatDoesNotAnswerTwoPingsIsGone() {
    hello();
    assertThat(tickAfter(Duration.ofMillis(19_999))).isEmpty();
    assertThat(tickAfter(Duration.ofMillis(1))).containsExactly(new Ping());
    session.pong();
    assertThat(tickAfter(Duration.ofSeconds(20))).containsExactly(new Ping());
    assertThat(tickAfter(Duration.ofSeconds(20))).containsExactly(new Ping());
    assertThat(tickAfter(Duration.ofSeconds(20))).containsExactly(new Close(1001, "no pong"));
    assertThat(session.isEnded()).isTrue();
  }

  @Test
  void aProbedPeerThatStaysSilentIsGoneAndOneThatAnswersStays() {
    hello();
    assertThat(session.outgoing(new Outgoing.Probe(KEY), now)).containsExactly(new Ping());
    session.pong();
    assertThat(tickAfter(Duration.ofSeconds(4))).isEmpty();
    session.outgoing(new Outgoing.Probe(KEY), now);
    assertThat(tickAfter(Duration.ofSeconds(3))).isEmpty();
    session.outgoing(new Outgoing.Probe(KEY), now);
    assertThat(tickAfter(Duration.ofSeconds(1))).containsExactly(new Close(1001, "no pong"));
  }

  @Test
  void whatTheSwarmDropsIsToldWhyAndClosed() {
    hello();
    var why = new DownMessage.Error(ErrorCode.PEER_TAKEN, "Try again.");
    assertThat(session.outgoing(new Outgoing.Drop(KEY, why), now))
        .containsExactly(new Say(why), new Close(1013, "peer-taken"));
    assertThat(session.outgoing(new Outgoing.Send(KEY, why), now)).isEmpty();
  }

  @Test
  void aJoinThatFindsNoRoomIsToldToTryLater() {
    var joined = ((Submit) hello().getLast()).event();
    assertThat(session.submitted(joined, Submitted.BUSY)).endsWith(new Close(1013, "busy"));
    assertThat(session.isEnded()).isTrue();
  }

  @Test
  void aMessageThatFindsNoRoomIsLostWithoutHarm() {
    hello();
    assertThat(session.submitted(new Event.Wanted(KEY, 1), Submitted.BUSY)).isEmpty();
    assertThat(session.isEnded()).isFalse();
  }

  @Test
  void violationsAreForgivenWithTime() {
    hello();
    for (int i = 0; i < 3; i++) {
      assertThat(session.received("{}", now)).hasSize(1);
    }
    now = now.plusSeconds(10);
    assertThat(session.received("{}", now)).hasSize(1);
    assertThat(session.received("{}", now)).endsWith(new Close(1008, "too-many-violations"));
  }

  @Test
  void whatCrossedTheEndOfAnIntroductionIsNoViolation() {
    hello();
    var late = new DownMessage.Error(ErrorCode.NOT_INTRODUCED, "It is over.");
    for (int i = 0; i < 50; i++) {
      assertThat(session.outgoing(new Outgoing.Send(KEY, late), now))
          .containsExactly(new Say(late));
    }
  }

  @Test
  void refusalsOfTheSwarmAreViolations() {
    hello();
    var theft = new DownMessage.Error(ErrorCode.FINGERPRINT_MISMATCH, "Use your own.");
    for (int i = 0; i < 3; i++) {
      assertThat(session.outgoing(new Outgoing.Send(KEY, theft), now)).hasSize(1);
    }
    assertThat(session.outgoing(new Outgoing.Send(KEY, theft), now))
        .endsWith(new Close(1008, "too-many-violations"));
  }

  @Test
  void byeLeavesAndEnds() {
    hello();
    assertThat(receive(new UpMessage.Bye()))
        .containsExactly(new Submit(SWARM, new Event.Left(KEY)), new Close(1000, "bye"));
    assertThat(receive(new UpMessage.Want(1))).isEmpty();
  }

  private List<DoorAction> hello() {
    return receive(new UpMessage.Hello(ticket()));
  }

  private String ticket() {
    return issuer
        .issue(new TicketGrant(PEER, SWARM, "http://localhost", fingerprint(), true), now, random)
        .token();
  }

  private static Fingerprint fingerprint() {
    return new Fingerprint(Samples.hash("viewer"));
  }

  private List<DoorAction> receive(UpMessage message) {
    return session.received(codec.encode(message), now);
  }

  private List<DoorAction> tickAfter(Duration time) {
    now = now.plus(time);
    return session.tick(now, random);
  }

  /** The tickets sent at a tick after {@code time}, with every ping before it answered. */
  private List<DownMessage.Ticket> tickets(Duration time) {
    session.pong();
    return tickAfter(time).stream()
        .filter(Say.class::isInstance)
        .map(action -> ((Say) action).message())
        .filter(DownMessage.Ticket.class::isInstance)
        .map(DownMessage.Ticket.class::cast)
        .toList();
  }

  private SignalSession session(Optional<SwarmId> swarm) {
    return new SignalSession(
        codec,
        new Tickets(verifier, issuer, new Joiners(10)),
        new SignalLimits(
            Duration.ofSeconds(5),
            100,
            10,
            3,
            0.1,
            Duration.ofSeconds(20),
            2,
            Duration.ofSeconds(4)),
        KEY.connection(),
        swarm,
        NetworkPlace.of(InetAddress.ofLiteral("192.0.2.1")),
        START);
  }
}
