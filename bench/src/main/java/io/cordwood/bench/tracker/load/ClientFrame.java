package io.cordwood.bench.tracker.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A client's text frame (RFC 6455, section 5.2) that is written once and filled in many times: the
 * mask is fixed, so only what differs is masked again. A mask of zeros would spare some servers the
 * work of taking it off.
 */
final class ClientFrame {
  private static final int HEAD = 8;
  private static final int SHORT_HEAD = 6;
  private static final int SHORT = 125;
  private static final int LONGEST = 0xffff;
  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

  /** Appends text. */
  ClientFrame text(String text) {
    return bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends bytes. */
  ClientFrame bytes(byte[] bytes) {
    payload.writeBytes(bytes);
    return this;
  }

  /** Appends room to be filled in; returns where in the frame it is. */
  int room(int length) {
    var at = HEAD + payload.size();
    payload.writeBytes(new byte[length]);
    return at;
  }

  /** The frame; it has to be longer than 125 bytes, so that places are as {@link #room} said. */
  byte[] masked() {
    var length = payload.size();
    if (length <= SHORT || length > LONGEST) {
      throw new IllegalStateException("a frame of " + length + " bytes has another head");
    }
    var frame = new byte[HEAD + length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) (0x80 | 126);
    frame[2] = (byte) (length >> 8);
    frame[3] = (byte) length;
    System.arraycopy(MASK, 0, frame, HEAD - MASK.length, MASK.length);
    put(payload.toByteArray(), length, frame, HEAD, HEAD);
    return frame;
  }

  /** An empty ping, or a pong, with {@code length} bytes of payload. */
  static byte[] control(int opcode, byte[] from, int at, int length) {
    var frame = new byte[SHORT_HEAD + length];
    frame[0] = (byte) (0x80 | opcode);
    frame[1] = (byte) (0x80 | length);
    System.arraycopy(MASK, 0, frame, SHORT_HEAD - MASK.length, MASK.length);
    put(Arrays.copyOfRange(from, at, at + length), length, frame, SHORT_HEAD, SHORT_HEAD);
    return frame;
  }

  /**
   * Fills in, masked.
   *
   * @param to array with the frame
   * @param start of the frame in it
   * @param place in the frame, as {@link #room} said
   */
  static void fill(byte[] what, byte[] to, int start, int place) {
    put(what, what.length, to, start + place, start + HEAD);
  }

  /** As above, the first {@code length} bytes. */
  static void fill(byte[] what, int length, byte[] to, int start, int place) {
    put(what, length, to, start + place, start + HEAD);
  }

  private static void put(byte[] what, int length, byte[] to, int at, int payloadStart) {
    for (var i = 0; i < length; i++) {
      to[at + i] = (byte) (what[i] ^ MASK[at + i - payloadStart & 3]);
    }
  }
}
