package io.cordwood.signaling.signal;

import static io.cordwood.signaling.NodeClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.signaling.NodeUnderTest;
import io.cordwood.signaling.Samples;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.IntroductionId;
import io.cordwood.swarm.wire.UpMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door of all swarms, where viewers come in while they join. */
@QuarkusTest
@QuarkusTestResource(NodeUnderTest.class)
class TicketDoorTest extends DoorScene {
  @Test
  void aSocketThatWasOpenBeforeItsViewerJoinedIsIntroducedInTheSwarmOfItsTicket() {
    var early = early("early");
    var first = resident(title, "first");
    var join = join(title, "early");
    hello(early, join);
    assertThat(early.take(DownMessage.Welcome.class).peer()).isEqualTo(peer(join));
    var introduce = early.take(DownMessage.Introduce.class);
    assertThat(introduce.peer()).isEqualTo(PeerId.parse(first.peer));

    var id = introduce.introduction();
    early.send(new UpMessage.Offer(id, early.sdp()));
    assertThat(first.take(DownMessage.Offer.class))
        .isEqualTo(new DownMessage.Offer(id, peer(join), early.sdp(), true));
    first.send(new UpMessage.Answer(id, first.sdp()));
    assertThat(early.take(DownMessage.Answer.class).sdp()).isEqualTo(first.sdp());

    early.vanish();
    assertThat(first.take(DownMessage.Gone.class).introduction()).isEqualTo(id);
  }

  @Test
  void thoseWithTicketsOfDifferentTitlesNeverMeet() {
    var here = early("here");
    var there = early("there");
    hello(here, join(title, "here"));
    hello(there, join(newTitle(), "there"));
    for (var viewer : List.of(here, there)) {
      viewer.take(DownMessage.Welcome.class);
      viewer.send(new UpMessage.Want(5));
      assertMeetsNobody(viewer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."})
  void whatIsNoTicketIsRefused(String ticket) {
    var client = early("client");
    client.send(new UpMessage.Hello(ticket));
    assertEnds(client, ErrorCode.TICKET_REFUSED, 1008);
  }

  @Test
  void aTicketThatWasAlteredToNameAnotherSwarmIsRefused() {
    var parts = join(title, "forger").get("ticket").asText().split("\\.");
    var other = join(newTitle(), "forger").get("ticket").asText().split("\\.");
    var client = early("forger");
    client.send(new UpMessage.Hello(parts[0] + "." + other[1] + "." + parts[2]));
    assertEnds(client, ErrorCode.TICKET_REFUSED, 1008);
  }

  @Test
  void aTicketIsOfNoUseWithAnotherCertificate() {
    var bystander = resident(title, "bystander");
    var thief = early("thief");
    hello(thief, join(title, "owner"));
    thief.take(DownMessage.Welcome.class);
    var id = thief.take(DownMessage.Introduce.class).introduction();
    thief.send(new UpMessage.Offer(id, thief.sdp()));
    assertThat(thief.take(DownMessage.Error.class).code())
        .isEqualTo(ErrorCode.FINGERPRINT_MISMATCH);
    assertMeetsNobody(bystander);
  }

  @Test
  void silenceInsteadOfHelloEndsTheConnection() {
    assertEnds(early("silent"), ErrorCode.HELLO_EXPECTED, 1008);
  }

  @Test
  void anythingBeforeHelloEndsTheConnection() {
    var hasty = early("hasty");
    hasty.send(new UpMessage.Want(5));
    assertEnds(hasty, ErrorCode.HELLO_EXPECTED, 1008);
  }

  @Test
  void aSecondHelloIsRefusedAlsoWhenItNamesAnotherSwarm() {
    var client = early("client");
    hello(client, join(title, "client"));
    client.take(DownMessage.Welcome.class);
    hello(client, join(newTitle(), "client"));
    assertThat(client.take(DownMessage.Error.class).code()).isEqualTo(ErrorCode.HELLO_REPEATED);
    assertThat(roundTrip(client)).isTrue();
  }

  @Test
  void aBinaryMessageIsRefused() {
    var client = early("client");
    hello(client, join(title, "client"));
    client.take(DownMessage.Welcome.class);
    client.sendBinary(new byte[] {1, 2, 3});
    assertThat(client.take(DownMessage.Error.class).code()).isEqualTo(ErrorCode.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(ints = {65_537, 1_000_000})
  void aMessageOver64KibibytesEndsTheConnectionWith1009(int bytes) {
    var client = early("client");
    try {
      client.sendText("x".repeat(bytes));
    } catch (RuntimeException e) {
      // The node may close before it has read all of it.
    }
    assertThat(client.closeCode()).isEqualTo(1009);
  }

  /** NodeUnderTest allows 40. */
  @Test
  void thoseWhoWaitForTheirTicketCountAmongTheConnectionsOfTheirAddress() {
    var ticket = join(title, "late").get("ticket").asText();
    for (int i = 0; i < 39; i++) {
      early("waiting " + i);
    }
    var last = early("last");
    last.send(new UpMessage.Hello(ticket));
    last.take(DownMessage.Welcome.class);
    for (var refused : List.of(early("early"), register(SignalClient.connect(node, title, "x")))) {
      assertEnds(refused, ErrorCode.TOO_MANY_CONNECTIONS, 1013);
    }
    clients.getFirst().close();
    await("one is gone", () -> connections.size() < 40);
    var next = early("next");
    hello(next, join(title, "next"));
    next.take(DownMessage.Welcome.class);
  }

  /**
   * Nobody was introduced to it: the swarm's answer to an offer for no introduction is all it
   * hears.
   */
  private static void assertMeetsNobody(SignalClient client) {
    client.send(new UpMessage.Offer(new IntroductionId(0), client.sdp()));
    assertThat(client.take(DownMessage.Error.class).code()).isEqualTo(ErrorCode.NOT_INTRODUCED);
    assertThat(client.hasNothingWaiting()).isTrue();
  }

  private static void hello(SignalClient client, JsonNode join) {
    client.send(new UpMessage.Hello(join.get("ticket").asText()));
  }

  private static PeerId peer(JsonNode join) {
    return PeerId.parse(join.get("peer").asText());
  }

  private JsonNode join(String where, String viewer) {
    return json(node.join(where, Samples.fingerprint(viewer)));
  }

  private SignalClient early(String viewer) {
    return register(SignalClient.early(node, base, viewer));
  }

  /** One who came by the address of the swarm, and is in it. */
  private SignalClient resident(String where, String viewer) {
    var client = register(SignalClient.member(node, where, viewer));
    assertThat(roundTrip(client)).isTrue();
    return client;
  }
}
