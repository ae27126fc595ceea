package io.cordwood.bench.tracker.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class ServerFramesTest {
  private final ServerFrames frames = new ServerFrames();

  @Test
  void framesOfAllLengthsAreFoundOnceTheyAreWhole() {
    for (var length : new int[] {0, 1, 125, 126, 1000, 0xffff, 0x10000}) {
      var frame = frame(0x81, length);
      var room = new byte[2 * frame.length + 100];
      System.arraycopy(frame, 0, room, 3, frame.length);
      for (var to = Math.max(3, 3 + frame.length - 40); to < 3 + frame.length; to++) {
        assertThat(frames.next(room, 3, to)).isFalse();
      }
      assertThat(frames.next(room, 3, 3 + frame.length)).isTrue();
      assertThat(frames.end).isEqualTo(3 + frame.length);
      assertThat(frames.end - frames.payload).isEqualTo(length);
      assertThat(frames.opcode).isEqualTo(ServerFrames.TEXT);
      assertThat(frames.fin).isTrue();
    }
  }

  @Test
  void whatNoServerMaySendIsRefused() {
    assertThatThrownBy(() -> frames.next(new byte[] {(byte) 0x81, (byte) 0x80, 0, 0}, 0, 4))
        .hasMessageContaining("masked");
    assertThatThrownBy(() -> frames.next(new byte[] {(byte) 0xc1, 0}, 0, 2))
        .hasMessageContaining("reserved");
    var endless = frame(0x81, 0x10000);
    endless[2] = (byte) 0xff;
    assertThatThrownBy(() -> frames.next(endless, 0, endless.length)).hasMessageContaining("bytes");
  }

  private static byte[] frame(int first, int length) {
    var out = new ByteArrayOutputStream();
    out.write(first);
    if (length > 0xffff) {
      out.write(127);
      out.writeBytes(new byte[] {0, 0, 0, 0, (byte) (length >> 24), (byte) (length >> 16)});
    } else if (length > 125) {
      out.write(126);
    } else {
      out.write(length);
    }
    if (length > 125) {
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(new byte[length]);
    return out.toByteArray();
  }
}
