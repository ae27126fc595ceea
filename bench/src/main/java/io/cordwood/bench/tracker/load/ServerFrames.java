package io.cordwood.bench.tracker.load;

/**
 * Finds a server's frames (RFC 6455, section 5.2) in bytes. The last one found is in the fields.
 */
final class ServerFrames {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  int opcode;
  boolean fin;
  int payload;
  int end;

  /**
   * Whether a whole frame begins at {@code at}. Throws {@link IllegalStateException} for a frame
   * that no server may send.
   */
  boolean next(byte[] bytes, int at, int to) {
    if (to - at < 2) {
      return false;
    }
    var second = bytes[at + 1] & 0xff;
    if ((second & 0x80) != 0 || (bytes[at] & 0x70) != 0) {
      throw new IllegalStateException("a masked frame, or reserved bits");
    }
    var head = second == 127 ? 10 : second == 126 ? 4 : 2;
    if (to - at < head) {
      return false;
    }
    var length = head == 2 ? second : length(bytes, at + 2, head - 2);
    if (length > bytes.length / 2 - head) {
      throw new IllegalStateException("a frame of " + length + " bytes");
    }
    fin = (bytes[at] & 0x80) != 0;
    opcode = bytes[at] & 0x0f;
    payload = at + head;
    end = payload + (int) length;
    return end <= to;
  }

  private static long length(byte[] bytes, int at, int count) {
    var length = 0L;
    for (var i = at; i < at + count; i++) {
      length = length << 8 | bytes[i] & 0xff;
    }
    return length < 0 ? Long.MAX_VALUE : length;
  }
}
