package io.cordwood.tracker;

import io.cordwood.swarm.wire.tracker.Encodable;
import java.nio.ByteBuffer;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;

/**
 * Whole text messages for one connection, which leave in one write: the first one without its frame
 * header, which Jetty makes, the others with theirs (RFC 6455 §5.2). One thread at a time.
 */
final class OutBuffer {
  private static final int FIN_TEXT = 0x81;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int LONGEST_HEADER = 10;

  private final byte[] bytes;
  private int length;
  private int firstLength;

  /** What follows this one for the same connection. */
  OutBuffer next;

  OutBuffer(int capacity) {
    this.bytes = new byte[capacity];
  }

  int capacity() {
    return bytes.length;
  }

  /** Bytes that wait in it. */
  int length() {
    return length;
  }

  boolean fits(int messageBytes) {
    return messageBytes + (length == 0 ? 0 : LONGEST_HEADER) <= bytes.length - length;
  }

  /** Adds a message that fits. */
  void add(byte[] utf8) {
    if (length == 0) {
      firstLength = utf8.length;
    } else {
      header(utf8.length);
    }
    System.arraycopy(utf8, 0, bytes, length, utf8.length);
    length += utf8.length;
  }

  /**
   * Adds a message that fits with as many bytes as it says. How long its header is is known only
   * when it is written; it moves down when room was left for a longer one.
   */
  void add(Encodable message) {
    int start = length;
    int payload = start + (start == 0 ? 0 : headerLength(message.mostBytes()));
    int written = message.writeTo(bytes, payload) - payload;
    if (start == 0) {
      firstLength = written;
    } else {
      header(written);
      if (length != payload) {
        System.arraycopy(bytes, payload, bytes, length, written);
      }
    }
    length += written;
  }

  private static int headerLength(int payload) {
    return payload < TWO_BYTES ? 2 : payload <= 0xffff ? 2 + Short.BYTES : LONGEST_HEADER;
  }

  void clear() {
    length = 0;
    next = null;
  }

  /** As Jetty sends it: it reads the length of the first message and writes all of them. */
  Frame frame() {
    return new Burst(ByteBuffer.wrap(bytes, 0, length), firstLength);
  }

  private void header(int payload) {
    bytes[length++] = (byte) FIN_TEXT;
    if (payload < TWO_BYTES) {
      bytes[length++] = (byte) payload;
    } else if (payload <= 0xffff) {
      bytes[length++] = TWO_BYTES;
      number(payload, Short.BYTES);
    } else {
      bytes[length++] = EIGHT_BYTES;
      number(payload, Long.BYTES);
    }
  }

  private void number(long value, int size) {
    for (int i = size - 1; i >= 0; i--) {
      bytes[length++] = (byte) (value >>> Byte.SIZE * i);
    }
  }

  private static final class Burst extends Frame {
    private final int firstLength;

    Burst(ByteBuffer all, int firstLength) {
      super(OpCode.TEXT, true, all);
      this.firstLength = firstLength;
    }

    @Override
    public int getPayloadLength() {
      return firstLength;
    }
  }
}
