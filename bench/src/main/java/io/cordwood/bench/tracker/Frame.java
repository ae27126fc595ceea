package io.cordwood.bench.tracker;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A WebSocket frame (RFC 6455, section 5.2), without its mask.
 *
 * @param fin the last frame of its message
 * @param opcode one of the constants here, or any other of 0 to 15
 * @param payload at most 16 MiB when it is read
 */
public record Frame(boolean fin, int opcode, byte[] payload) {
  public static final int CONTINUATION = 0x0;
  public static final int TEXT = 0x1;
  public static final int BINARY = 0x2;
  public static final int CLOSE = 0x8;
  public static final int PING = 0x9;
  public static final int PONG = 0xa;

  /** Close code of a socket that ended without a close frame (RFC 6455, section 7.4.1). */
  public static final int NO_CLOSE_FRAME = 1006;

  private static final int NO_CODE = 1005;
  private static final int MAX_READ_BYTES = 16 << 20;
  private static final int LONGEST_HEAD_BYTES = 14;

  /** A whole message in a frame. */
  public static Frame whole(int opcode, byte[] payload) {
    return new Frame(true, opcode, payload);
  }

  /** A whole text message in a frame. */
  public static Frame text(String text) {
    return whole(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Its bytes as a client sends them, masked with {@code mask}. */
  public byte[] masked(int mask) {
    var bytes = ByteBuffer.allocate(LONGEST_HEAD_BYTES + payload.length);
    bytes.put((byte) ((fin ? 0x80 : 0) | opcode));
    if (payload.length < 126) {
      bytes.put((byte) (0x80 | payload.length));
    } else if (payload.length <= 0xffff) {
      bytes.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      bytes.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    bytes.putInt(mask);
    for (var i = 0; i < payload.length; i++) {
      bytes.put((byte) (payload[i] ^ (mask >>> (24 - 8 * (i % 4)))));
    }
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** Reads one as a server sends it, unmasked; throws {@link IOException} at the stream's end. */
  public static Frame read(DataInputStream in) throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    if ((second & 0x80) != 0) {
      throw new IOException("the server masked a frame (RFC 6455, section 5.1)");
    }
    long length =
        switch (second) {
          case 126 -> in.readUnsignedShort();
          case 127 -> in.readLong();
          default -> second;
        };
    if (length < 0 || length > MAX_READ_BYTES) {
      throw new IOException("a frame of " + length + " bytes");
    }
    var payload = new byte[(int) length];
    in.readFully(payload);
    return new Frame((first & 0x80) != 0, first & 0x0f, payload);
  }

  /** The code of a close frame; 1005 when it has none. */
  public int closeCode() {
    return payload.length < 2 ? NO_CODE : ByteBuffer.wrap(payload).getShort() & 0xffff;
  }
}
