package io.cordwood.swarm.wire.tracker;

import static io.cordwood.swarm.wire.tracker.Messages.announce;
import static io.cordwood.swarm.wire.tracker.Messages.announced;
import static io.cordwood.swarm.wire.tracker.Messages.decode;
import static io.cordwood.swarm.wire.tracker.Messages.refused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BAD-1 to BAD-14 of the conformance list: what is no JSON object in UTF-8. */
class TrackerJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "1",
        "\"x\"",
        "true",
        "{",
        "}",
        "{}}",
        "{} x",
        "{}{}",
        "{,}",
        "[{}]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\":[1 2]}",
        "{\"a\":[1}",
        "{\"a\":{]}",
        "{\"a\":01}",
        "{\"a\":-}",
        "{\"a\":+1}",
        "{\"a\":1.}",
        "{\"a\":.5}",
        "{\"a\":1e}",
        "{\"a\":1e+}",
        "{\"a\":0x1}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":tru}",
        "{\"a\":nulll}",
        "{\"a\":True}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\u0000\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u+123\"}",
        "{\"a\":\"\\\"}",
        "{\"a\":\"x}",
        "{\"a\":\"\\",
        "{\"a\":\"\\u",
        "\ufeff{}",
        "{}\u0000",
        "\u00a0{}",
        "{\"a\":1}//x",
        "{/**/}",
        "{\"a\":\u00e9}"
      })
  void whatIsNotOneJsonObjectIsRefusedWithoutASwarm(String text) {
    assertThat(refused(text, TrackerProblem.NOT_JSON).swarm()).isEmpty();
  }

  @Test
  void blanksMayStandBetweenAllTokens() {
    announced(announce(" \t\r\n, \"x\" : [ 1 , { } , [ ] , { \"a\" : null } ] ") + "\n ");
  }

  @Test
  void sixteenLevelsAreReadAndSeventeenRefused() {
    announced(announce(",\"x\":" + "[".repeat(15) + "]".repeat(15)));
    refused(announce(",\"x\":" + "[".repeat(16) + "]".repeat(16)), TrackerProblem.TOO_DEEP);
    refused("{\"x\":".repeat(60_000), TrackerProblem.TOO_DEEP);
    refused("[".repeat(60_000), TrackerProblem.NOT_JSON);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0080",
        "\u00bf",
        "\u00c0\u00af",
        "\u00c1\u00bf",
        "\u00c3",
        "\u00c3\"",
        "\u00e0\u009f\u00bf",
        "\u00ed\u00a0\u0080",
        "\u00ed\u00bf\u00bf",
        "\u00e2\u0082",
        "\u00f0\u008f\u00bf\u00bf",
        "\u00f4\u0090\u0080\u0080",
        "\u00f5\u0080\u0080\u0080",
        "\u00f0\u009f\u0098",
        "\u00fe",
        "\u00ff"
      })
  void bytesThatAreNotUtf8AreFoundAnywhere(String latin1) {
    for (var text :
        new String[] {
          "{\"a\":\"?\"}",
          "{\"?\":1}",
          "{}?",
          "?",
          "{\"a\":bad,?",
          "{\"action\":\"announce\",\"info_hash\":\"aaaaaaaaaaaaaaaaaaa?\"}",
          announce(",\"offers\":[{\"offer\":{\"sdp\":\"v=0\\r\\n?\"}}]"),
          "[".repeat(40) + "?"
        }) {
      assertThat(decode(text.replace("?", latin1).getBytes(ISO_8859_1)))
          .as(text)
          .isEqualTo(new TrackerDecoded.NotUtf8());
    }
  }

  @Test
  void everyLengthOfUtf8IsReadInText() {
    var text = "x\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff\ufeff";
    assertThat(announced(announce(",\"trackerid\":\"" + text + "\"")).trackerId()).contains(text);
  }

  @Test
  void onlyTheGivenBytesAreRead() {
    var inside = announce("");
    var bytes = ("]]" + inside + "}}").getBytes(ISO_8859_1);
    assertThat(new TrackerCodec().decode(bytes, 2, bytes.length - 2))
        .isInstanceOf(TrackerDecoded.Message.class);
    for (int end = 2; end < bytes.length - 2; end++) {
      assertThat(new TrackerCodec().decode(bytes, 2, end))
          .isInstanceOf(TrackerDecoded.Refused.class);
    }
  }

  @Test
  void aRefusalRepeatsNothingOfTheSender() {
    assertThat(refused("{\"action\":\"<script>\"}", TrackerProblem.UNKNOWN_ACTION).reason())
        .doesNotContain("script");
  }
}
