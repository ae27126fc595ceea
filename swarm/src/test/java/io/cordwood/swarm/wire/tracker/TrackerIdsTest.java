package io.cordwood.swarm.wire.tracker;

import static io.cordwood.swarm.wire.tracker.Messages.announced;
import static io.cordwood.swarm.wire.tracker.Messages.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.SwarmId;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ENC-1 to ENC-6 of the conformance list. */
class TrackerIdsTest {
  private static final String ODD_HEX =
      "0022" + "5c7f80ff" + "0a0d09080c2f" + "c2a0e9bffe01" + "4142";

  @Test
  void anIdIsReadRaw() {
    assertThat(
            swarm(
                "\\u0000\\\"\\\\\u007f\u0080\u00ff\\n\\r\\t\\b\\f/\u00c2\u00a0\u00e9\u00bf\u00fe\\u0001AB"))
        .isEqualTo(ODD_HEX);
  }

  @Test
  void anIdIsReadEscapedInEitherCase() {
    var lower = new StringBuilder();
    var upper = new StringBuilder();
    for (byte b : HexFormat.of().parseHex(ODD_HEX)) {
      lower.append("\\u%04x".formatted(b & 0xff));
      upper.append("\\u%04X".formatted(b & 0xff));
    }
    assertThat(swarm(lower.toString())).isEqualTo(ODD_HEX);
    assertThat(swarm(upper.toString())).isEqualTo(ODD_HEX);
  }

  @Test
  void theGreatestCharacterOfAnIdIsFF() {
    assertThat(swarm("\u00ff".repeat(20))).isEqualTo("ff".repeat(20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"aaaaaaaaaaaaaaaaaaa\"",
        "\"aaaaaaaaaaaaaaaaaaaaa\"",
        "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
        "\"\"",
        "\"aaaaaaaaaaaaaaaaaaa\\u0100\"",
        "\"aaaaaaaaaaaaaaaaaaa\u0100\"",
        "\"aaaaaaaaaaaaaaaaaaa\u4e2d\"",
        "\"aaaaaaaaaaaaaaaaaa\ud83d\ude00\"",
        "\"aaaaaaaaaaaaaaaaaa\\ud83d\\ude00\"",
        "\"\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\\u00e9\"",
        "7",
        "true",
        "{}",
        "[\"aaaaaaaaaaaaaaaaaaaa\"]",
        "null"
      })
  void anyOtherValueIsNoIdAndIsNeverTruncated(String value) {
    var refused =
        refused(
            "{\"action\":\"announce\",\"peer_id\":\"bbbbbbbbbbbbbbbbbbbb\",\"info_hash\":"
                + value
                + "}",
            TrackerProblem.BAD_INFO_HASH);
    assertThat(refused.swarm()).isEmpty();
    assertThat(refused.ofScrape()).isFalse();
    var peerless =
        refused(
            "{\"peer_id\":"
                + value
                + ",\"info_hash\":\"bbbbbbbbbbbbbbbbbbbb\",\"action\":\"announce\"}",
            TrackerProblem.BAD_PEER_ID);
    assertThat(peerless.swarm()).contains(SwarmId.ofLatin1("b".repeat(20)));
    assertThat(
            announced(Messages.offers("{\"offer\":{\"sdp\":\"\"},\"offer_id\":" + value + "}"))
                .offers())
        .isEmpty();
  }

  private static String swarm(String json) {
    return announced(
            "{\"action\":\"announce\",\"info_hash\":\""
                + json
                + "\",\"peer_id\":\"bbbbbbbbbbbbbbbbbbbb\"}")
        .swarm()
        .hex();
  }
}
