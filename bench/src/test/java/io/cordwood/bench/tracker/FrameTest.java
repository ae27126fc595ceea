package io.cordwood.bench.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void aMaskedTextIsTheExampleOfTheSpecification() {
    assertThat(Frame.text("Hello").masked(0x37fa213d))
        .isEqualTo(HEX.parseHex("818537fa213d7f9f4d5158"));
  }

  @Test
  void anUnmaskedTextIsTheExampleOfTheSpecification() throws IOException {
    var frame = read(HEX.parseHex("810548656c6c6f"));
    assertThat(frame.fin()).isTrue();
    assertThat(frame.opcode()).isEqualTo(Frame.TEXT);
    assertThat(frame.payload()).asString().isEqualTo("Hello");
  }

  @Test
  void aFragmentIsNotTheLastOfItsMessage() throws IOException {
    assertThat(read(HEX.parseHex("010348656c")).fin()).isFalse();
    assertThat(new Frame(false, Frame.CONTINUATION, new byte[0]).masked(0)[0]).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, 200_000})
  void everyLengthIsWrittenAsItIsRead(int length) throws IOException {
    var payload = new byte[length];
    new Random(length).nextBytes(payload);
    var read = read(unmasked(Frame.whole(Frame.BINARY, payload).masked(0)));
    assertThat(read.opcode()).isEqualTo(Frame.BINARY);
    assertThat(read.payload()).isEqualTo(payload);
  }

  @Test
  void theCodeOfACloseFrameIsRead() throws IOException {
    assertThat(read(HEX.parseHex("880203f1")).closeCode()).isEqualTo(1009);
    assertThat(read(HEX.parseHex("8800")).closeCode()).isEqualTo(1005);
  }

  @Test
  void aCutOffOrMaskedOrHugeFrameIsAnError() {
    assertThatThrownBy(() -> read(HEX.parseHex("81054865"))).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> read(HEX.parseHex("818100000000")))
        .hasMessageContaining("the server masked a frame");
    assertThatThrownBy(() -> read(HEX.parseHex("817f7fffffffffffffff")))
        .hasMessageContaining("bytes");
  }

  private static Frame read(byte[] bytes) throws IOException {
    return Frame.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  /** The same frame as a server sends it: a mask of zero is taken out, and its bit. */
  private static byte[] unmasked(byte[] masked) {
    var length = masked[1] & 0x7f;
    var head = 2 + (length == 126 ? 2 : length == 127 ? 8 : 0);
    var bytes = new byte[masked.length - 4];
    System.arraycopy(masked, 0, bytes, 0, head);
    System.arraycopy(masked, head + 4, bytes, head, bytes.length - head);
    bytes[1] &= 0x7f;
    return bytes;
  }
}
