package io.cordwood.swarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignalCodecTest {
  private final SignalCodec codec = new SignalCodec();

  @Test
  void aMessageOverSixtyFourKibibytesIsTooBigAsBytesAndAsText() {
    var text = "{\"type\":\"bye\",\"x\":\"" + "é".repeat(SignalCodec.MAX_BYTES / 2) + "\"}";
    assertThat(text.length()).isLessThan(SignalCodec.MAX_BYTES);
    assertRefused(codec.decodeUp(text), ErrorCode.TOO_BIG);
    assertRefused(codec.decodeUp(text.getBytes(StandardCharsets.UTF_8)), ErrorCode.TOO_BIG);
  }

  @Test
  void aMessageOfExactlySixtyFourKibibytesIsRead() {
    var head = "{\"type\":\"bye\",\"x\":\"";
    var text = head + "x".repeat(SignalCodec.MAX_BYTES - head.length() - 2) + "\"}";
    assertThat(text).hasSize(SignalCodec.MAX_BYTES);
    assertThat(codec.decodeUp(text)).isEqualTo(new Decoded.Message<>(new UpMessage.Bye()));
  }

  @Test
  void invalidUtf8IsRefused() {
    var bytes = "{\"type\":\"bye\",\"x\":\"?\"}".getBytes(StandardCharsets.UTF_8);
    for (int bad : new int[] {0xc0, 0xff, 0x80, 0xed}) {
      bytes[18] = (byte) bad;
      assertRefused(codec.decodeUp(bytes), ErrorCode.MALFORMED);
    }
  }

  @Test
  void deepNestingIsRefused() {
    assertRefused(
        codec.decodeUp("{\"type\":\"bye\",\"x\":" + "[".repeat(30000) + "]".repeat(30000) + "}"),
        ErrorCode.MALFORMED);
  }

  @Test
  void aNameThatComesTwiceIsRefused() {
    assertRefused(codec.decodeUp("{\"type\":\"bye\",\"type\":\"bye\"}"), ErrorCode.MALFORMED);
  }

  @Test
  void aHugeNumberIsRefused() {
    for (var number : new String[] {"9".repeat(60000), "1e999999999", "1e3", "NaN"}) {
      assertRefused(
          codec.decodeUp("{\"type\":\"want\",\"peers\":" + number + "}"), ErrorCode.MALFORMED);
    }
  }

  @Test
  void aRefusalRepeatsNothingOfTheSender() {
    var refused =
        (Decoded.Malformed<UpMessage>) codec.decodeUp("{\"type\":\"<script>alert(1)</script>\"}");
    assertThat(refused.asError().detail()).doesNotContain("script");
  }

  private static void assertRefused(Decoded<?> decoded, ErrorCode code) {
    assertThat(decoded)
        .isInstanceOfSatisfying(
            Decoded.Malformed.class, malformed -> assertThat(malformed.code()).isEqualTo(code));
  }
}
