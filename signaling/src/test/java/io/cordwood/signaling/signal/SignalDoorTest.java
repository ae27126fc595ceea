package io.cordwood.signaling.signal;

import static io.cordwood.signaling.NodeClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cordwood.signaling.NodeUnderTest;
import io.cordwood.signaling.Samples;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.GoneReason;
import io.cordwood.swarm.wire.IceCandidate;
import io.cordwood.swarm.wire.SignalCodec;
import io.cordwood.swarm.wire.UpMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(NodeUnderTest.class)
class SignalDoorTest extends DoorScene {
  private static final String UPGRADE =
      "GET /v1/signal/%s HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n";

  /** A ping of 125 bytes (RFC 6455 §5.2), masked with zeros. */
  private static final byte[] PING =
      ByteBuffer.allocate(131).put((byte) 0x89).put((byte) (0x80 | 125)).array();

  @Test
  void twoViewersAreIntroducedAndExchangeAllTheyNeed() {
    var first = first("first");
    var second = member("second");
    var introduce = second.take(DownMessage.Introduce.class);
    assertThat(introduce.peer()).isEqualTo(PeerId.parse(first.peer));
    assertThat(introduce.timeout().toSeconds()).isEqualTo(30);
    var id = introduce.introduction();

    second.send(new UpMessage.Offer(id, second.sdp()));
    var offer = first.take(DownMessage.Offer.class);
    assertThat(offer)
        .isEqualTo(new DownMessage.Offer(id, PeerId.parse(second.peer), second.sdp(), true));

    first.send(new UpMessage.Answer(id, first.sdp()));
    assertThat(second.take(DownMessage.Answer.class))
        .isEqualTo(new DownMessage.Answer(id, first.sdp()));

    var candidates = List.of(candidate("192.0.2.8"), candidate("2001:db8::8"));
    second.send(new UpMessage.Candidates(id, candidates, true));
    assertThat(first.take(DownMessage.Candidates.class))
        .isEqualTo(new DownMessage.Candidates(id, candidates, true));
    first.send(new UpMessage.Candidates(id, candidates, false));
    assertThat(second.take(DownMessage.Candidates.class).end()).isFalse();
  }

  @Test
  void thoseWhoPlayTogetherShareTheRing() {
    var first = first("first");
    var second = member("second");
    second.take(DownMessage.Introduce.class);
    first.send(playing(6_000_000));
    second.send(playing(2_000_000));
    var more = first.take(DownMessage.Duty.class);
    var less = second.take(DownMessage.Duty.class);
    assertThat(more.slots().size()).isEqualTo(3072);
    assertThat(less.slots()).isEqualTo(more.backupSlots());
    assertThat(less.backupSlots()).isEqualTo(more.slots());
    assertThat(less.cohort()).isEqualTo(more.cohort()).isPositive();

    second.send(new UpMessage.Bye());
    assertThat(first.take(DownMessage.Duty.class)).isEqualTo(DownMessage.Duty.NONE);
  }

  @Test
  void whoSaysByeIsGoneForThoseItWasIntroducedTo() {
    var first = first("first");
    var second = member("second");
    var id = second.take(DownMessage.Introduce.class).introduction();
    first.send(new UpMessage.Bye());
    assertThat(first.closeCode()).isEqualTo(1000);
    assertThat(second.take(DownMessage.Gone.class))
        .isEqualTo(new DownMessage.Gone(id, GoneReason.LEFT));
  }

  @Test
  void whoVanishesIsGoneForThoseItWasIntroducedTo() {
    var first = first("first");
    var second = member("second");
    var id = second.take(DownMessage.Introduce.class).introduction();
    first.vanish();
    assertThat(second.take(DownMessage.Gone.class).introduction()).isEqualTo(id);
  }

  @Test
  void answersToPingsOfOneWhoDoesNotReadDoNotPileUp() throws Exception {
    var pings = ByteBuffer.allocate(2_000 * PING.length);
    while (pings.hasRemaining()) {
      pings.put(PING);
    }
    double before = pingsHeldBack();
    var join = json(node.join(title, Samples.fingerprint("deaf")));
    var hello = new SignalCodec().encode(new UpMessage.Hello(join.get("ticket").asText()));
    try (var socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(base.getHost(), base.getPort()));
      var out = socket.getOutputStream();
      out.write(UPGRADE.formatted(join.get("swarm").asText()).getBytes(StandardCharsets.US_ASCII));
      out.write(masked(hello));
      for (int i = 0; i < 200 && pingsHeldBack() == before; i++) {
        out.write(pings.array());
      }
    }
    assertThat(pingsHeldBack()).isGreaterThan(before);
  }

  @Test
  void viewersOfDifferentTitlesNeverMeet() {
    var here = first("here");
    var elsewhere = joined(newTitle(), "elsewhere");
    elsewhere.send(new UpMessage.Want(5));
    assertThat(roundTrip(elsewhere)).isTrue();
    assertThat(here.hasNothingWaiting()).isTrue();
  }

  @Test
  void aTicketOfAnotherTitleIsRefused() {
    var other = json(node.join(newTitle(), Samples.fingerprint("thief"))).get("ticket").asText();
    assertRefusedTicket(other, "Join this title for a ticket of its swarm.");
  }

  @Test
  void aTicketThatWasAlteredIsRefused() {
    var good = json(node.join(title, Samples.fingerprint("forger"))).get("ticket").asText();
    int signature = good.lastIndexOf('.') + 5;
    var forged =
        good.substring(0, signature)
            + (good.charAt(signature) == 'A' ? 'B' : 'A')
            + good.substring(signature + 1);
    assertRefusedTicket(forged, "Join again for a ticket of this node.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "..", "é"})
  void whatIsNoTicketIsRefused(String ticket) {
    assertRefusedTicket(ticket, ".");
  }

  @Test
  void aCopiedTicketIsWorthlessWithAnotherCertificate() {
    var owner = connect("owner");
    var bystander = first("bystander");
    var answer = json(node.join(title, Samples.fingerprint("owner")));
    var thief =
        register(
            SignalClient.connect(
                node, ((ObjectNode) answer).put("peer", owner.peer), "thief", owner.ticket));
    thief.hello();
    thief.take(DownMessage.Welcome.class);
    var id = thief.take(DownMessage.Introduce.class).introduction();
    thief.send(new UpMessage.Offer(id, thief.sdp()));
    assertThat(thief.take(DownMessage.Error.class).code())
        .isEqualTo(ErrorCode.FINGERPRINT_MISMATCH);
    assertThat(roundTrip(bystander)).isTrue();
    assertThat(bystander.hasNothingWaiting()).isTrue();
  }

  @Test
  void anAnswerIsTakenOnlyFromThePeerTheOfferWentTo() {
    var first = first("first");
    var second = member("second");
    var id = second.take(DownMessage.Introduce.class).introduction();
    second.send(new UpMessage.Offer(id, second.sdp()));
    first.take(DownMessage.Offer.class);

    var stranger = joined(newTitle(), "stranger");
    stranger.send(new UpMessage.Answer(id, stranger.sdp()));
    assertThat(stranger.take(DownMessage.Error.class).code()).isEqualTo(ErrorCode.NOT_INTRODUCED);
    second.send(new UpMessage.Answer(id, second.sdp()));
    assertThat(second.take(DownMessage.Error.class).code()).isNotNull();

    first.send(new UpMessage.Answer(id, first.sdp()));
    assertThat(second.take(DownMessage.Answer.class).sdp()).isEqualTo(first.sdp());
  }

  @Test
  void anAnswerIsAcceptedOnlyOnce() {
    var first = first("first");
    var second = member("second");
    var id = second.take(DownMessage.Introduce.class).introduction();
    second.send(new UpMessage.Offer(id, second.sdp()));
    first.take(DownMessage.Offer.class);
    first.send(new UpMessage.Answer(id, first.sdp()));
    second.take(DownMessage.Answer.class);
    first.send(new UpMessage.Answer(id, first.sdp()));
    assertThat(first.take(DownMessage.Error.class).code()).isEqualTo(ErrorCode.ANSWER_REPEATED);
    assertThat(roundTrip(second)).isTrue();
    assertThat(second.hasNothingWaiting()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "224.0.0.1", "0.0.0.0", "::1"})
  void aDescriptionOrCandidateTowardsAForbiddenAddressIsRefused(String address) {
    var first = first("first");
    var second = member("second");
    var id = second.take(DownMessage.Introduce.class).introduction();
    second.send(new UpMessage.Offer(id, second.sdp().replace("192.0.2.7", address)));
    assertThat(second.take(DownMessage.Error.class).code().wire())
        .isIn("sdp-refused", "candidate-refused");
    second.send(new UpMessage.Offer(id, second.sdp()));
    first.take(DownMessage.Offer.class);
    second.send(new UpMessage.Candidates(id, List.of(candidate(address)), false));
    assertThat(second.take(DownMessage.Error.class).code()).isEqualTo(ErrorCode.CANDIDATE_REFUSED);
  }

  @Test
  void silenceInsteadOfHelloEndsTheConnection() {
    assertEnds(connect("silent"), ErrorCode.HELLO_EXPECTED, 1008);
  }

  @Test
  void anythingBeforeHelloEndsTheConnection() {
    var hasty = connect("hasty");
    hasty.send(new UpMessage.Want(5));
    assertEnds(hasty, ErrorCode.HELLO_EXPECTED, 1008);
  }

  @Test
  void aSecondHelloIsRefusedAndTheConnectionStays() {
    var client = member("client");
    client.hello();
    assertThat(client.take(DownMessage.Error.class).code()).isEqualTo(ErrorCode.HELLO_REPEATED);
    assertThat(roundTrip(client)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "7",
        "{",
        "{}",
        "{\"type\":7}",
        "{\"type\":\"dance\"}",
        "{\"type\":\"offer\"}",
        "{\"type\":\"offer\",\"introduction\":\"xyz\",\"sdp\":\"v=0\"}",
        "{\"type\":\"offer\",\"introduction\":\"0000000000000000\",\"sdp\":\"v=0\"}",
        "{\"type\":\"offer\",\"introduction\":\"0000000000000000\",\"sdp\":\"\"}",
        "{\"type\":\"candidates\",\"introduction\":\"0000000000000000\",\"candidates\":7}",
        "{\"type\":\"state\",\"playheadMs\":-1}",
        "{\"type\":\"want\",\"peers\":1e99}",
        "{\"type\":\"want\",\"type\":\"bye\"}",
        "{\"type\":\"want\",\"peers\":1}{}",
        "\u0000",
        "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
      })
  void whateverIsMalformedIsRefusedAndNobodyElseNotices(String text) {
    var bystander = first("bystander");
    var client = member("client");
    client.take(DownMessage.Introduce.class);
    client.sendText(text);
    assertThat(client.take(DownMessage.Error.class).detail()).isNotBlank();
    assertThat(roundTrip(client)).isTrue();
    assertThat(roundTrip(bystander)).isTrue();
  }

  @Test
  void aBinaryMessageIsRefused() {
    var client = member("client");
    client.sendBinary(new byte[] {1, 2, 3});
    assertThat(client.take(DownMessage.Error.class).code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(roundTrip(client)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {65_537, 100_000, 131_073, 1_000_000})
  void aMessageOver64KibibytesEndsTheConnectionWith1009(int bytes) {
    var client = member("client");
    try {
      client.sendText("x".repeat(bytes));
    } catch (RuntimeException e) {
      // The node may close before it has read all of it.
    }
    assertThat(client.closeCode()).isEqualTo(1009);
  }

  @Test
  void aFloodIsSlowedThenEndedAndABystanderIsServed() {
    var bystander = first("bystander");
    var client = member("client");
    client.take(DownMessage.Introduce.class);
    try {
      for (int i = 0; i < 2_000; i++) {
        client.sendText("{\"type\":\"want\",\"peers\":0}");
      }
    } catch (RuntimeException e) {
      // The node closed meanwhile.
    }
    assertThat(client.take(DownMessage.Error.class).code()).isEqualTo(ErrorCode.TOO_FAST);
    assertThat(client.closeCode()).isEqualTo(1008);
    assertThat(roundTrip(bystander)).isTrue();
  }

  @Test
  void tooManyViolationsEndTheConnection() {
    var client = member("client");
    for (int i = 0; i < 20; i++) {
      client.sendText("{}");
      assertThat(client.take(DownMessage.Error.class).code()).isEqualTo(ErrorCode.MALFORMED);
    }
    client.sendText("{}");
    assertThat(client.take(DownMessage.Error.class).code())
        .isEqualTo(ErrorCode.TOO_MANY_VIOLATIONS);
    assertThat(client.closeCode()).isEqualTo(1008);
  }

  @Test
  void anAddressHasABoundedNumberOfConnections() {
    var first = first("first");
    int open = 1;
    var next = connect("viewer");
    for (; greeting(next) instanceof DownMessage.Welcome; next = connect("viewer " + open)) {
      open++;
      assertThat(open).as("connections let in").isLessThanOrEqualTo(40);
    }
    assertThat(next.closeCode()).isEqualTo(1013);
    assertThat(roundTrip(first)).isTrue();
  }

  @Test
  void aSwarmWithAWrongNameIsRefused() {
    var answer = (ObjectNode) json(node.join(title, Samples.fingerprint("lost")));
    answer.put("signal", answer.get("signal").asText().replace(Samples.swarm(title), "XYZ"));
    var lost = register(SignalClient.connect(node, answer, "lost", "none"));
    assertThat(lost.take(DownMessage.Error.class).code()).isEqualTo(ErrorCode.TICKET_REFUSED);
    assertThat(lost.closeCode()).isEqualTo(1008);
  }

  @Test
  void manyViewersOfOneAddressAllMeetSomebody() {
    var viewers = new ArrayList<SignalClient>();
    first("viewer 0");
    for (int i = 1; i < 12; i++) {
      viewers.add(member("viewer " + i));
    }
    assertThat(viewers).allSatisfy(viewer -> viewer.take(DownMessage.Introduce.class));
  }

  private void assertRefusedTicket(String ticket, String advice) {
    var answer = json(node.join(title, Samples.fingerprint("viewer")));
    var client = register(SignalClient.connect(node, answer, "viewer", ticket));
    client.hello();
    var error = client.take(DownMessage.Error.class);
    assertThat(error.code()).isEqualTo(ErrorCode.TICKET_REFUSED);
    assertThat(error.detail()).endsWith(advice);
    assertThat(client.closeCode()).isEqualTo(1008);
  }

  /** A viewer that is alone; it is in the swarm when the rules have answered it. */
  private SignalClient first(String viewer) {
    var client = member(viewer);
    assertThat(roundTrip(client)).isTrue();
    return client;
  }

  private SignalClient connect(String viewer) {
    return register(SignalClient.connect(node, title, viewer));
  }

  private SignalClient member(String viewer) {
    return joined(title, viewer);
  }

  private SignalClient joined(String where, String viewer) {
    return register(SignalClient.member(node, where, viewer));
  }

  /** What a newcomer is told: that it is welcome, or that there are too many. */
  private static DownMessage greeting(SignalClient newcomer) {
    try {
      newcomer.hello();
    } catch (CompletionException e) {
      // The node may close before it is greeted.
    }
    var message = newcomer.takeEither();
    if (message instanceof DownMessage.Error error) {
      assertThat(error.code()).isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS);
    }
    return message;
  }

  /** A text of 126 to 65,535 bytes in one frame, masked with zeros. */
  private static byte[] masked(String text) {
    var utf8 = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + utf8.length)
        .put((byte) 0x81)
        .put((byte) (0x80 | 126))
        .putShort((short) utf8.length)
        .putInt(0)
        .put(utf8)
        .array();
  }

  private double pingsHeldBack() {
    return node.get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("cordwood_signal_pings_held_back_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** The state of a viewer that takes duty, connected to another. */
  private static UpMessage.State playing(long uplink) {
    return new UpMessage.State(
        61_000,
        new RenditionName("720p"),
        24_000,
        4_000_000,
        0,
        uplink,
        0,
        1,
        List.of(),
        List.of(),
        true,
        Optional.of(new UpMessage.RingReport(0, 16, Duration.ofMillis(240), List.of())));
  }

  private static IceCandidate candidate(String address) {
    return new IceCandidate(
        "candidate:2 1 udp 1677729535 " + address + " 54401 typ srflx raddr 0.0.0.0 rport 0",
        Optional.of("0"),
        OptionalInt.of(0));
  }
}
