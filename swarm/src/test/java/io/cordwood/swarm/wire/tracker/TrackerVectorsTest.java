package io.cordwood.swarm.wire.tracker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.swarm.content.FixedBytes;
import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The golden vectors of the tracker door, both ways. */
class TrackerVectorsTest {
  private final TrackerCodec codec = new TrackerCodec();

  @TestFactory
  Stream<DynamicTest> everyVectorIsReadOrWrittenAsItSays() throws IOException {
    return cases()
        .map(
            vector -> DynamicTest.dynamicTest(vector.get("name").textValue(), () -> check(vector)));
  }

  @Test
  void theVectorsHoldEveryProblem() throws IOException {
    var problems = cases().map(vector -> vector.at("/expect/refused").asText()).toList();
    for (var problem : TrackerProblem.values()) {
      assertThat(problems).contains(problem.metric());
    }
  }

  private static Stream<JsonNode> cases() throws IOException {
    var root = new ObjectMapper().readTree(Path.of("vectors", "tracker.json").toFile());
    return StreamSupport.stream(root.get("cases").spliterator(), false);
  }

  private void check(JsonNode vector) {
    if (vector.get("direction").textValue().equals("down")) {
      assertThat(new String(write(vector), UTF_8)).isEqualTo(vector.get("json").textValue());
      return;
    }
    var bytes =
        vector.has("hex")
            ? HexFormat.of().parseHex(vector.get("hex").textValue())
            : vector.get("json").textValue().getBytes(UTF_8);
    var expect = vector.get("expect");
    switch (codec.decode(bytes, 0, bytes.length)) {
      case TrackerDecoded.NotUtf8 ignored ->
          assertThat(expect.path("notUtf8").booleanValue()).isTrue();
      case TrackerDecoded.Refused refused -> checkRefused(refused, expect);
      case TrackerDecoded.Message(var message) -> checkMessage(message, expect);
    }
  }

  private static void checkRefused(TrackerDecoded.Refused refused, JsonNode expect) {
    assertThat(refused.problem().metric()).isEqualTo(expect.path("refused").textValue());
    assertThat(refused.swarm().map(FixedBytes::hex)).isEqualTo(optional(expect, "swarm"));
    assertThat(refused.ofScrape()).isEqualTo(expect.get("ofScrape").booleanValue());
  }

  private static void checkMessage(ClientMessage message, JsonNode expect) {
    switch (message) {
      case ClientMessage.Announce announce -> checkAnnounce(announce, expect);
      case ClientMessage.Answer answer -> {
        assertThat("answer").isEqualTo(expect.path("message").textValue());
        assertThat(answer.swarm().hex()).isEqualTo(expect.get("swarm").textValue());
        assertThat(answer.peer().hex()).isEqualTo(expect.get("peer").textValue());
        assertThat(answer.to().hex()).isEqualTo(expect.get("to").textValue());
        assertThat(answer.offer().hex()).isEqualTo(expect.get("offer").textValue());
        assertThat(answer.description().sdp()).isEqualTo(expect.get("sdp").textValue());
        assertThat(answer.trackerId()).isEqualTo(optional(expect, "trackerId"));
        assertThat(answer.candidatesCut()).isEqualTo(expect.path("candidatesCut").intValue());
      }
      case ClientMessage.Scrape(var swarms) -> {
        assertThat("scrape").isEqualTo(expect.path("message").textValue());
        assertThat(swarms)
            .extracting(FixedBytes::hex)
            .containsExactlyElementsOf(texts(expect.get("swarms"), ""));
      }
      case ClientMessage.ScrapeAll() ->
          assertThat("scrape all").isEqualTo(expect.path("message").textValue());
    }
  }

  private static void checkAnnounce(ClientMessage.Announce announce, JsonNode expect) {
    assertThat("announce").isEqualTo(expect.path("message").textValue());
    assertThat(announce.swarm().hex()).isEqualTo(expect.get("swarm").textValue());
    assertThat(announce.peer().hex()).isEqualTo(expect.get("peer").textValue());
    assertThat(announce.event().name().toLowerCase(Locale.ROOT))
        .isEqualTo(expect.get("event").textValue());
    assertThat(announce.complete()).isEqualTo(expect.get("complete").booleanValue());
    assertThat(announce.numwant().isPresent()).isEqualTo(expect.get("numwant").isInt());
    announce
        .numwant()
        .ifPresent(numwant -> assertThat(numwant).isEqualTo(expect.get("numwant").intValue()));
    assertThat(announce.offers())
        .extracting(offer -> offer.id().hex())
        .containsExactlyElementsOf(texts(expect.get("offers"), "/id"));
    assertThat(announce.offers())
        .extracting(offer -> offer.description().sdp())
        .containsExactlyElementsOf(texts(expect.get("offers"), "/sdp"));
    assertThat(announce.trackerId()).isEqualTo(optional(expect, "trackerId"));
    assertThat(announce.warning().isPresent()).isEqualTo(expect.get("warning").booleanValue());
    assertThat(announce.leftOut().total()).isEqualTo(expect.get("leftOut").intValue());
    assertThat(announce.candidatesCut()).isEqualTo(expect.path("candidatesCut").intValue());
  }

  private byte[] write(JsonNode vector) {
    var message = vector.get("message");
    return switch (message.get("type").textValue()) {
      case "scraped" -> codec.encode(scraped(message));
      case "scrape failed" ->
          codec.encode(new ServerMessage.ScrapeFailed(message.get("reason").textValue()));
      default -> codec.encode(SwarmId.parse(vector.get("swarm").textValue()), ofSwarm(message));
    };
  }

  private static ServerMessage.OfSwarm ofSwarm(JsonNode message) {
    return switch (message.get("type").textValue()) {
      case "announced" ->
          new ServerMessage.Announced(
              message.get("intervalSeconds").intValue(),
              message.get("complete").intValue(),
              message.get("incomplete").intValue(),
              optional(message, "trackerId"),
              optional(message, "warning"));
      case "offer" ->
          new ServerMessage.RelayedOffer(from(message), offer(message), description(message));
      case "answer" ->
          new ServerMessage.RelayedAnswer(from(message), offer(message), description(message));
      case "failed" -> new ServerMessage.Failed(message.get("reason").textValue());
      default -> throw new AssertionError(message);
    };
  }

  private static ServerMessage.Scraped scraped(JsonNode message) {
    var counts = new ArrayList<ServerMessage.Counts>();
    for (var one : message.get("counts")) {
      counts.add(
          new ServerMessage.Counts(
              SwarmId.parse(one.get("swarm").textValue()),
              one.get("complete").intValue(),
              one.get("incomplete").intValue(),
              one.get("downloaded").intValue()));
    }
    return new ServerMessage.Scraped(counts);
  }

  private static PeerId from(JsonNode message) {
    return PeerId.parse(message.get("from").textValue());
  }

  private static OfferId offer(JsonNode message) {
    return OfferId.of(HexFormat.of().parseHex(message.get("offer").textValue()));
  }

  private static TrackerDescription description(JsonNode message) {
    var json = message.get("description").textValue().getBytes(UTF_8);
    return new TrackerDescription(json, 0, json.length);
  }

  private static Optional<String> optional(JsonNode node, String name) {
    return Optional.ofNullable(node.path(name).textValue());
  }

  private static List<String> texts(JsonNode list, String pointer) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(item -> item.at(pointer).textValue())
        .toList();
  }
}
