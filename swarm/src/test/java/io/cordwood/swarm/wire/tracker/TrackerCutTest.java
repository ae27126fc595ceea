package io.cordwood.swarm.wire.tracker;

import static io.cordwood.swarm.wire.tracker.Messages.GOOD_LINE;
import static io.cordwood.swarm.wire.tracker.Messages.announced;
import static io.cordwood.swarm.wire.tracker.Messages.json;
import static io.cordwood.swarm.wire.tracker.Messages.offer;
import static io.cordwood.swarm.wire.tracker.Messages.offerId;
import static io.cordwood.swarm.wire.tracker.Messages.offers;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.wire.Scanned;
import org.junit.jupiter.api.Test;

/** What stays of a description when forbidden candidates are cut out of it. */
class TrackerCutTest {
  private static final String BAD_LINE = GOOD_LINE.replace("203.0.113.7", "127.0.0.1");

  @Test
  void theLinesOfForbiddenCandidatesGoWithTheirLineEnds() {
    assertThat(relayed("v=0\\r\\n" + BAD_LINE + "\\r\\n" + GOOD_LINE + "\\r\\ns=\\r\\n"))
        .isEqualTo("v=0\\r\\n" + GOOD_LINE + "\\r\\ns=\\r\\n");
    assertThat(relayed(BAD_LINE + "\\n" + BAD_LINE + "\\r\\r\\nv=0")).isEqualTo("\\r\\nv=0");
    assertThat(relayed("v=0\\n\\n" + BAD_LINE)).isEqualTo("v=0\\n\\n");
    assertThat(relayed(BAD_LINE)).isEmpty();
  }

  @Test
  void allElseStaysInTheSpellingItCameIn() {
    assertThat(relayed("s=\\/\u00e9\\u00e9\\u000D\\n" + BAD_LINE + "\\u000d\\u000as=\\u0061\\n"))
        .isEqualTo("s=\\/\u00e9\\u00e9\\u000D\\ns=\\u0061\\n");
    assertThat(relayed("s=\\ud83d\\n" + BAD_LINE + "\\n\\ude00")).isEqualTo("s=\\ud83d\\n\\ude00");
  }

  @Test
  void whatSomeReaderTakesForALineIsNotPutTogetherOfTwo() {
    assertThat(
            relayed("a=\\u2028" + BAD_LINE + "\\u2028candidate:1 1 udp 1 127.0.0.1 5000 typ host"))
        .isEmpty();
  }

  @Test
  void aStockOfferWithLoopbackCandidatesPassesTheStrictScanOnceTheyAreCut() {
    var loopback = "a=candidate:2 1 udp 2113939711 ::1 46155 typ host\\r\\n";
    var head = "v=0\\r\\na=fingerprint:sha-256 " + "AB:".repeat(31) + "AB\\r\\n";
    var sdp = head + loopback + BAD_LINE + "\\r\\n" + GOOD_LINE + "\\r\\n";
    var offer = announced(offers(offer(offerId(1), sdp))).offers().getFirst();
    assertThat(offer.description().scan()).isInstanceOf(Scanned.Passed.class);
    assertThat(offer.description().sdp()).contains(GOOD_LINE).doesNotContain("::1", "127.0.0.1");
  }

  /** What is relayed between the quotes of the {@code sdp}. */
  private static String relayed(String sdpJson) {
    var message = announced(offers(offer(offerId(1), sdpJson)));
    var json = json(message.offers().getFirst().description());
    var head = "{\"type\":\"offer\",\"sdp\":\"";
    assertThat(json).startsWith(head).endsWith("\"}");
    return json.substring(head.length(), json.length() - 2);
  }
}
