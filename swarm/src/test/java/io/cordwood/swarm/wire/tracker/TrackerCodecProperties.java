package io.cordwood.swarm.wire.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What holds for any bytes a stranger sends, and for all that is written. */
class TrackerCodecProperties {
  private static final List<byte[]> SEEDS = List.copyOf(Corpus.messages().values());
  private static final TrackerCodec CODEC = new TrackerCodec();

  @Property
  void anIdIsReadInEverySpelling(@ForAll @Size(20) byte[] id, @ForAll long seed) {
    var swarm = SwarmId.of(id);
    var json = spelled(swarm.latin1(), new Random(seed));
    var read =
        Messages.announced(
            "{\"info_hash\":\""
                + json
                + "\",\"peer_id\":\""
                + json
                + "\",\"action\":\"announce\"}");
    assertThat(read.swarm()).isEqualTo(swarm);
    assertThat(read.peer()).isEqualTo(PeerId.of(id));
  }

  @Property
  void anIdOfAnotherLengthIsNone(@ForAll @Size(max = 45) byte[] id, @ForAll long seed) {
    var json = spelled(new String(id, ISO_8859_1), new Random(seed));
    var decoded = Messages.decode("{\"info_hash\":\"" + json + "\",\"action\":\"scrape\"}");
    assertThat(decoded instanceof TrackerDecoded.Message).isEqualTo(id.length == 20);
  }

  @Property(tries = 2000)
  void arbitraryBytesAreReadAsJacksonReadsThem(@ForAll @Size(max = 300) byte[] bytes) {
    check(bytes);
  }

  @Property(tries = 5000)
  void bytesOfTheAlphabetAreReadAsJacksonReadsThem(@ForAll("alphabet") String text) {
    check(text.getBytes(UTF_8));
    check(("{\"action\":" + text + "}").getBytes(UTF_8));
    check(("{\"x\":\"" + text + "\"}").getBytes(UTF_8));
  }

  @Property(tries = 4000)
  void damagedMessagesAreReadAsJacksonReadsThem(@ForAll long seed) {
    check(damaged(new Random(seed)));
  }

  @Property(tries = 500)
  void memoryIsBoundedByTheMessage(@ForAll long seed) {
    var bytes = damaged(new Random(seed));
    Messages.decode(bytes);
    long before = allocatedBytes();
    Messages.decode(bytes);
    assertThat(allocatedBytes() - before).isLessThan(64_000 + 40L * bytes.length);
  }

  @Property
  void aMessageIsReadWhereverItLies(@ForAll long seed) {
    var random = new Random(seed);
    var bytes = damaged(random);
    var around = new byte[bytes.length + random.nextInt(1, 40)];
    random.nextBytes(around);
    int from = random.nextInt(around.length - bytes.length);
    System.arraycopy(bytes, 0, around, from, bytes.length);
    assertThat(CODEC.decode(around, from, from + bytes.length))
        .usingRecursiveComparison()
        .ignoringFieldsOfTypes(TrackerDescription.class)
        .isEqualTo(Messages.decode(bytes));
  }

  @Property
  void whatIsWrittenIsReadByJacksonAsMeant(
      @ForAll @Size(20) byte[] id, @ForAll("texts") String text, @ForAll int number) {
    var swarm = SwarmId.of(id);
    var announced =
        written(
            CODEC.encode(
                swarm,
                new ServerMessage.Announced(
                    number, ~number, 7, Optional.of(text), Optional.of(text))));
    assertThat(announced.fieldNames().next()).isEqualTo("action");
    assertThat(announced.get("info_hash").textValue()).isEqualTo(swarm.latin1());
    assertThat(announced.get("interval").intValue()).isEqualTo(number);
    assertThat(announced.get("complete").intValue()).isEqualTo(~number);
    assertThat(announced.get("tracker id").textValue()).isEqualTo(text);
    assertThat(announced.get("warning message").textValue()).isEqualTo(text);
    var failed = written(CODEC.encode(new ServerMessage.ScrapeFailed(text)));
    assertThat(failed.get("failure reason").textValue()).isEqualTo(text);
    var scraped =
        written(
            CODEC.encode(
                new ServerMessage.Scraped(List.of(new ServerMessage.Counts(swarm, 1, number, 3)))));
    assertThat(scraped.get("files").get(swarm.latin1()).get("incomplete").intValue())
        .isEqualTo(number);
  }

  private static void check(byte[] bytes) {
    var decoded = Messages.decode(bytes);
    assertThat(decoded instanceof TrackerDecoded.NotUtf8).isNotEqualTo(Jackson.isUtf8(bytes));
    var object = Jackson.object(bytes);
    assertThat(isObject(decoded)).as(() -> new String(bytes, UTF_8)).isEqualTo(object.isPresent());
    if (decoded instanceof TrackerDecoded.Message(var message)) {
      checkMessage(message, object.orElseThrow());
    }
  }

  private static boolean isObject(TrackerDecoded decoded) {
    return switch (decoded) {
      case TrackerDecoded.Message ignored -> true;
      case TrackerDecoded.NotUtf8 ignored -> false;
      case TrackerDecoded.Refused refused ->
          refused.problem() != TrackerProblem.NOT_JSON
              && refused.problem() != TrackerProblem.TOO_DEEP;
    };
  }

  private static void checkMessage(ClientMessage message, JsonNode object) {
    switch (message) {
      case ClientMessage.Announce announce -> {
        assertThat(announce.swarm().latin1()).isEqualTo(object.get("info_hash").textValue());
        announce.offers().forEach(offer -> checkOffer(announce, offer, object.get("offers")));
      }
      case ClientMessage.Answer answer -> {
        assertThat(answer.to().latin1()).isEqualTo(object.get("to_peer_id").textValue());
        checkText(
            answer.description().sdp(),
            object.get("answer").get("sdp").textValue(),
            answer.candidatesCut());
      }
      case ClientMessage.Scrape scrape ->
          assertThat(scrape.swarms().size())
              .isEqualTo(object.get("info_hash").isArray() ? object.get("info_hash").size() : 1);
      case ClientMessage.ScrapeAll() ->
          assertThat(object.path("info_hash").isNull() || !object.has("info_hash")).isTrue();
    }
  }

  private static void checkOffer(
      ClientMessage.Announce announce, TrackerOffer offer, JsonNode offers) {
    var sdp = offer.description().sdp();
    assertThat(offers)
        .anySatisfy(
            item -> {
              assertThat(item.path("offer_id").textValue()).isEqualTo(offer.id().latin1());
              checkText(sdp, item.path("offer").path("sdp").textValue(), announce.candidatesCut());
            });
    var relayed =
        written(
            CODEC.encode(
                announce.swarm(),
                new ServerMessage.RelayedOffer(
                    announce.peer(), OfferId.of(offer.id().bytes()), offer.description())));
    assertThat(relayed.get("offer").get("sdp").textValue()).isEqualTo(sdp);
    assertThat(relayed.get("offer_id").textValue()).isEqualTo(offer.id().latin1());
    assertThat(relayed.get("peer_id").textValue()).isEqualTo(announce.peer().latin1());
  }

  /** What is cut counts; without it the text is as it was sent. */
  private static void checkText(String relayed, String sent, int candidatesCut) {
    assertThat(sent).isNotNull();
    if (candidatesCut == 0) {
      assertThat(relayed).isEqualTo(sent);
    } else {
      assertThat(sent.lines().toList()).containsAll(relayed.lines().toList());
    }
  }

  private static JsonNode written(byte[] utf8) {
    return Jackson.object(utf8).orElseThrow();
  }

  /** Bits flipped, the end cut off, or the parts of two messages put together. */
  private static byte[] damaged(Random random) {
    var bytes = seed(random).clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        for (int i = random.nextInt(1, 6); i > 0 && bytes.length > 0; i--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      case 2 -> bytes = spliced(bytes, seed(random), random);
      default -> {
        for (int i = random.nextInt(1, 4); i > 0 && bytes.length > 0; i--) {
          bytes[random.nextInt(bytes.length)] =
              (byte) "{}[]:,\"\\u0019eE.-+truefalsn \n".charAt(random.nextInt(29));
        }
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] head, byte[] other, Random random) {
    int keep = random.nextInt(head.length + 1);
    int from = random.nextInt(other.length + 1);
    int length = random.nextInt(other.length - from + 1);
    int rest = random.nextInt(head.length - keep + 1);
    var joined = Arrays.copyOf(head, keep + length + rest);
    System.arraycopy(other, from, joined, keep, length);
    System.arraycopy(head, head.length - rest, joined, keep + length, rest);
    return joined;
  }

  private static byte[] seed(Random random) {
    return SEEDS.get(random.nextInt(SEEDS.size()));
  }

  private static String spelled(String text, Random random) {
    var json = new StringBuilder();
    for (char c : text.toCharArray()) {
      int shortEscape = "\"\\/\b\f\n\r\t".indexOf(c);
      if (shortEscape >= 0 && random.nextBoolean()) {
        json.append('\\').append("\"\\/bfnrt".charAt(shortEscape));
      } else if (c < ' ' || shortEscape >= 0 || random.nextInt(4) == 0) {
        json.append((random.nextBoolean() ? "\\u%04x" : "\\u%04X").formatted((int) c));
      } else {
        json.append(c);
      }
    }
    return json.toString();
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  @Provide
  Arbitrary<String> alphabet() {
    var tokens =
        Arbitraries.of(
            "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u", "00e9", "\\n", "\"a\"", "\"sdp\"", "0",
            "1", "9", "-", "+", ".", "e", "E", "true", "false", "null", " ", "\n", "\t", "\u00e9",
            "\u2028", "\u007f", "\u0000", "{}", "[]", "{\"a\":", "x");
    return tokens.list().ofMaxSize(14).map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().all().ofMaxLength(60);
  }
}
