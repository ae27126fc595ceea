package io.cordwood.swarm.wire.tracker;

import static io.cordwood.swarm.wire.tracker.Messages.PEER;
import static io.cordwood.swarm.wire.tracker.Messages.SWARM;
import static io.cordwood.swarm.wire.tracker.Messages.announced;
import static io.cordwood.swarm.wire.tracker.Messages.offer;
import static io.cordwood.swarm.wire.tracker.Messages.offerId;
import static io.cordwood.swarm.wire.tracker.Messages.offers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.wire.Scanned;
import io.cordwood.swarm.wire.ScannedSdp;
import io.cordwood.swarm.wire.SdpScan;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the tracker writes, byte for byte (TRACKER-PROTOCOL 1.5). */
class TrackerEncodeTest {
  private static final SwarmId ODD =
      SwarmId.of(HexFormat.of().parseHex("00225c7f80ff0a0d09080c2fc2a0e9bffe014142"));
  private static final String ODD_TEXT =
      "\\u0000\\\"\\\\\u007f\u0080\u00ff\\n\\r\\u0009\\u0008\\u000c/\u00c2\u00a0\u00e9\u00bf\u00fe\\u0001AB";
  private static final OfferId OFFER = OfferId.ofLatin1(offerId(1));
  private static final String ENVELOPE =
      "{\"action\":\"announce\",\"info_hash\":\"abcdefghij0123456789\"";

  private final TrackerCodec codec = new TrackerCodec();

  @Test
  void theReplyToAnAnnounceHasAllThatStockClientsRead() {
    assertThat(
            write(
                SWARM, new ServerMessage.Announced(120, 1, 2, Optional.empty(), Optional.empty())))
        .isEqualTo(ENVELOPE + ",\"interval\":120,\"complete\":1,\"incomplete\":2}");
    assertThat(
            write(
                SWARM,
                new ServerMessage.Announced(
                    1, 0, Integer.MAX_VALUE, Optional.of("a\"b"), Optional.of("Send less."))))
        .isEqualTo(
            ENVELOPE
                + ",\"interval\":1,\"complete\":0,\"incomplete\":2147483647,\"tracker id\":\"a\\\"b\","
                + "\"warning message\":\"Send less.\"}");
  }

  @Test
  void aRelayedDescriptionIsTheSendersOwn() {
    var description =
        announced(offers(offer(offerId(1), "v=0\\u000d\\n"))).offers().getFirst().description();
    var verbatim = "{\"type\":\"offer\",\"sdp\":\"v=0\\u000d\\n\"}}";
    var sender = ",\"peer_id\":\"-WW0203-abcdefghijkl\",\"offer_id\":\"offer-00000000000001\"";
    assertThat(write(SWARM, new ServerMessage.RelayedOffer(PEER, OFFER, description)))
        .isEqualTo(ENVELOPE + sender + ",\"offer\":" + verbatim);
    assertThat(write(SWARM, new ServerMessage.RelayedAnswer(PEER, OFFER, description)))
        .isEqualTo(ENVELOPE + sender + ",\"answer\":" + verbatim);
  }

  @Test
  void aFailureNamesTheSwarm() {
    assertThat(write(SWARM, new ServerMessage.Failed("Wait.")))
        .isEqualTo(ENVELOPE + ",\"failure reason\":\"Wait.\"}");
  }

  @Test
  void anIdIsWrittenAsOneCharacterAByte() throws IOException {
    var written = write(ODD, new ServerMessage.Failed(""));
    assertThat(written).contains("\"info_hash\":\"" + ODD_TEXT + "\"");
    assertThat(read(written).get("info_hash").textValue()).isEqualTo(ODD.latin1());
  }

  @Test
  void aScrapeHasASwarmsCountsUnderItsNameOnce() throws IOException {
    var counts = new ServerMessage.Counts(ODD, 1, 2, 3);
    var written =
        text(
            codec.encode(
                new ServerMessage.Scraped(
                    List.of(counts, new ServerMessage.Counts(SWARM, 0, 0, 0), counts))));
    assertThat(written)
        .isEqualTo(
            "{\"action\":\"scrape\",\"files\":{\""
                + ODD_TEXT
                + "\":{\"complete\":1,\"incomplete\":2,\"downloaded\":3},"
                + "\"abcdefghij0123456789\":{\"complete\":0,\"incomplete\":0,\"downloaded\":0}}}");
    assertThat(read(written).at("/files").get(ODD.latin1()).get("downloaded").intValue())
        .isEqualTo(3);
  }

  @Test
  void anEmptyScrapeAndARefusedOneAreWritten() {
    assertThat(text(codec.encode(new ServerMessage.Scraped(List.of()))))
        .isEqualTo("{\"action\":\"scrape\",\"files\":{}}");
    assertThat(text(codec.encode(new ServerMessage.ScrapeFailed("Send \u20ac."))))
        .isEqualTo("{\"action\":\"scrape\",\"failure reason\":\"Send \u20ac.\"}");
  }

  @Test
  void aLongScrapeOutgrowsTheFirstGuess() throws IOException {
    var counts =
        IntStream.range(0, 3000)
            .mapToObj(
                i ->
                    new ServerMessage.Counts(
                        SwarmId.of(
                            new byte[] {
                              0,
                              1,
                              2,
                              3,
                              4,
                              5,
                              6,
                              7,
                              8,
                              9,
                              0,
                              1,
                              2,
                              3,
                              4,
                              5,
                              6,
                              7,
                              (byte) (i >> 8),
                              (byte) i
                            }),
                        Integer.MAX_VALUE,
                        Integer.MIN_VALUE,
                        i))
            .toList();
    var files = read(text(codec.encode(new ServerMessage.Scraped(counts)))).get("files");
    assertThat(files.size()).isEqualTo(3000);
    assertThat(files.get(counts.get(2999).swarm().latin1()).get("downloaded").intValue())
        .isEqualTo(2999);
  }

  @Test
  void aViewersDescriptionIsWrittenForStockClients() throws IOException {
    var sdp =
        "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=\"\\\t\r\na=fingerprint:sha-256 "
            + "AB:".repeat(31)
            + "AB\r\n"
            + Messages.GOOD_LINE
            + "\r\n";
    var scanned = ((Scanned.Passed<ScannedSdp>) SdpScan.scan(sdp)).value();
    for (var kind : TrackerDescription.Kind.values()) {
      var description = TrackerDescription.of(kind, scanned);
      var json = new byte[description.lengthBytes()];
      description.copyTo(json, 0);
      var read = read(text(json));
      assertThat(read.size()).isEqualTo(2);
      assertThat(read.get("type").textValue()).isEqualTo(kind.name().toLowerCase());
      assertThat(read.get("sdp").textValue()).isEqualTo(sdp);
      assertThat(description.sdp()).isEqualTo(sdp);
      assertThat(description.fingerprint()).contains(scanned.fingerprint());
    }
  }

  @Test
  void whatWritesItselfNeedsNoMoreThanItSaysHoweverOddItsIdsAre() {
    var one = new byte[20];
    Arrays.fill(one, (byte) 1);
    var description = announced(offers(offer(offerId(1), "v=0"))).offers().getFirst().description();
    var odd = "\u0001".repeat(300);
    var messages =
        List.of(
            new ServerMessage.RelayedOffer(PeerId.of(one), OfferId.of(one), description),
            new ServerMessage.RelayedAnswer(PeerId.of(one), OfferId.of(one), description),
            new ServerMessage.Failed(odd),
            new ServerMessage.Announced(
                Integer.MIN_VALUE,
                Integer.MIN_VALUE,
                Integer.MIN_VALUE,
                Optional.of(odd),
                Optional.of(odd)));
    for (var message : messages) {
      var encodable = codec.encodable(SwarmId.of(one), message);
      var room = new byte[7 + encodable.mostBytes()];
      int end = encodable.writeTo(room, 7);
      assertThat(Arrays.copyOfRange(room, 7, end))
          .isEqualTo(codec.encode(SwarmId.of(one), message));
    }
  }

  private String write(SwarmId swarm, ServerMessage.OfSwarm message) {
    return text(codec.encode(swarm, message));
  }

  private static String text(byte[] utf8) {
    return new String(utf8, UTF_8);
  }

  private static JsonNode read(String json) throws IOException {
    return new ObjectMapper().readTree(json);
  }
}
