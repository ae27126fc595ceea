package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutBufferTest {
  @Test
  void theFirstMessageIsTheFramesAndTheOthersBringTheirHeaders() {
    var buffer = new OutBuffer(100_000);
    buffer.add(bytes("one"));
    buffer.add(bytes("two"));
    buffer.add(bytes("x".repeat(200)));
    buffer.add(bytes("y".repeat(70_000)));
    var frame = buffer.frame();
    assertThat(frame.getPayloadLength()).isEqualTo(3);
    var all = new byte[frame.getPayload().remaining()];
    frame.getPayload().get(all);
    assertThat(new String(all, StandardCharsets.ISO_8859_1))
        .startsWith("one" + head(0x81, 3) + "two" + head(0x81, 126, 0, 200) + "xxx")
        .contains("x" + head(0x81, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70) + "y")
        .hasSize(3 + 2 + 3 + 4 + 200 + 10 + 70_000);
    assertThat(buffer.length()).isEqualTo(all.length);
  }

  @Test
  void whatDoesNotFitWithItsHeaderIsSaidNotTo() {
    var buffer = new OutBuffer(100);
    assertThat(buffer.fits(100)).isTrue();
    buffer.add(new byte[40]);
    assertThat(buffer.fits(50)).isTrue();
    assertThat(buffer.fits(51)).isFalse();
  }

  @Test
  void buffersAreUsedAgainAndLetGoWhenNobodyNeedsThem() {
    var buffers = new OutBuffers(1_000_000);
    var first = buffers.take(10);
    first.add(new byte[10]);
    buffers.giveBack(first);
    var again = buffers.take(10);
    assertThat(again).isSameAs(first);
    assertThat(again.length()).isZero();
    buffers.giveBack(again);

    var many = new OutBuffer[64];
    for (int i = 0; i < many.length; i++) {
      many[i] = buffers.take(10);
    }
    for (var each : many) {
      buffers.giveBack(each);
    }
    for (int second = 0; second < 12; second++) {
      buffers.trim();
    }
    int kept = 0;
    for (var each : many) {
      var taken = buffers.take(10);
      for (var known : many) {
        kept += taken == known ? 1 : 0;
      }
    }
    assertThat(kept).isLessThanOrEqualTo(2);
  }

  @Test
  void theyAreFullWhenTooMuchIsTakenAndNotAnyMoreWhenItIsGivenBack() {
    var buffers = new OutBuffers(10_000);
    var first = buffers.take(10);
    assertThat(buffers.isFull()).isFalse();
    var second = buffers.take(9_000);
    assertThat(buffers.isFull()).isTrue();
    buffers.giveBack(second);
    assertThat(buffers.isFull()).isFalse();
    buffers.giveBack(first);
  }

  @Test
  void aMessageLargerThanABufferGetsOneOfItsOwn() {
    assertThat(new OutBuffers(1_000_000).take(100_000).capacity()).isEqualTo(100_000);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String head(int... bytes) {
    var text = new StringBuilder();
    for (int each : bytes) {
      text.append((char) each);
    }
    return text.toString();
  }
}
