package io.cordwood.bench.tracker.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ClientFrameTest {
  private static final String LONG = "x".repeat(200);

  @Test
  void aFrameIsTextOfAClientAndItsMaskIsNotZero() {
    var frame = new ClientFrame().text(LONG).masked();
    assertThat(frame[0] & 0xff).isEqualTo(0x81);
    assertThat(frame[1] & 0x80).isEqualTo(0x80);
    assertThat(frame[4] | frame[5] | frame[6] | frame[7]).isNotZero();
    assertThat(Unmasked.text(frame, 0)).isEqualTo(LONG);
  }

  @Test
  void whatIsFilledInIsReadWhereTheRoomWasLeft() {
    for (var before = 0; before < 5; before++) {
      var made = new ClientFrame().text("a".repeat(before));
      var room = made.room(4);
      var frame = made.text(LONG).masked();
      var buffer = new byte[3 + frame.length];
      System.arraycopy(frame, 0, buffer, 3, frame.length);
      ClientFrame.fill("abcd".getBytes(StandardCharsets.US_ASCII), buffer, 3, room);
      assertThat(Unmasked.text(buffer, 3)).isEqualTo("a".repeat(before) + "abcd" + LONG);
    }
  }

  @Test
  void aFrameWithAnotherHeadIsRefused() {
    assertThatThrownBy(() -> new ClientFrame().text("short").masked())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> new ClientFrame().text("x".repeat(70_000)).masked())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aPongHasThePayloadOfItsPing() {
    var ping = "..hello".getBytes(StandardCharsets.US_ASCII);
    var pong = ClientFrame.control(ServerFrames.PONG, ping, 2, 5);
    assertThat(pong[0] & 0xff).isEqualTo(0x8a);
    assertThat(pong[1] & 0xff).isEqualTo(0x85);
    for (var i = 0; i < 5; i++) {
      assertThat((char) (pong[6 + i] ^ pong[2 + i % 4])).isEqualTo((char) ping[2 + i]);
    }
  }
}
