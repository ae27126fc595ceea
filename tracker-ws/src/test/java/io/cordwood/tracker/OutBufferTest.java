package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.wire.tracker.Encodable;
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
    var all = all(buffer);
    assertThat(new String(all, StandardCharsets.ISO_8859_1))
        .startsWith("one" + head(0x81, 3) + "two" + head(0x81, 126, 0, 200) + "xxx")
        .contains("x" + head(0x81, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70) + "y")
        .hasSize(3 + 2 + 3 + 4 + 200 + 10 + 70_000);
    assertThat(buffer.length()).isEqualTo(all.length);
  }

  @Test
  void aMessageThatWritesItselfGetsTheShortestHeaderThatTellsItsLength() {
    for (int length : new int[] {3, 125, 126, 200, 0xffff, 70_000}) {
      for (int guess : new int[] {length, length + 60, length + 70_000}) {
        var buffer = new OutBuffer(300_000);
        buffer.add(bytes("one"));
        buffer.add(written("z".repeat(length), guess));
        buffer.add(bytes("end"));
        var copied = new OutBuffer(300_000);
        copied.add(bytes("one"));
        copied.add(bytes("z".repeat(length)));
        copied.add(bytes("end"));
        assertThat(all(buffer)).as("%d of %d", length, guess).isEqualTo(all(copied));
      }
    }
  }

  @Test
  void aMessageThatWritesItselfMayBeTheFirst() {
    var buffer = new OutBuffer(1_000);
    buffer.add(written("first", 500));
    buffer.add(bytes("two"));
    assertThat(buffer.frame().getPayloadLength()).isEqualTo(5);
    assertThat(new String(all(buffer), StandardCharsets.ISO_8859_1))
        .isEqualTo("first" + head(0x81, 3) + "two");
  }

  private static Encodable written(String text, int mostBytes) {
    return new Encodable() {
      @Override
      public int mostBytes() {
        return mostBytes;
      }

      @Override
      public int writeTo(byte[] to, int at) {
        var utf8 = bytes(text);
        System.arraycopy(utf8, 0, to, at, utf8.length);
        return at + utf8.length;
      }
    };
  }

  private static byte[] all(OutBuffer buffer) {
    var payload = buffer.frame().getPayload();
    var bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return bytes;
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
    var buffers = new OutBuffers(2 * OutBuffers.CAPACITY);
    var first = buffers.take(10);
    assertThat(buffers.isFull()).isFalse();
    var second = buffers.take(OutBuffers.CAPACITY);
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
