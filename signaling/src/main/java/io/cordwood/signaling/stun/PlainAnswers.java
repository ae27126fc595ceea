package io.cordwood.signaling.stun;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The answer to the Binding requests that browsers send to learn their address: a header alone
 * (Chromium, Safari), or a header and a true FINGERPRINT (Firefox). Byte for byte what {@link
 * StunAnswers} answers, without the codec's objects; every other datagram is left to it. Pure; safe
 * on every thread that has its own buffers.
 */
final class PlainAnswers {
  /** The longest answer: a header, and XOR-MAPPED-ADDRESS of an IPv6 address. */
  static final int MAX_ANSWER_BYTES = 44;

  private static final int HEADER = 20;
  private static final int WITH_FINGERPRINT = 28;
  private static final int COOKIE = 0x2112A442;
  private static final long REQUEST = 0x0001_0000_2112_A442L;
  private static final long SUCCESS = 0x0101_0000_2112_A442L;
  private static final long ONE_BYTE_LONG = 1L << 32;
  private static final int FINGERPRINT = 0x8028_0004;
  private static final int FINGERPRINT_MASK = 0x5354_554e;
  private static final int XOR_MAPPED_ADDRESS = 0x0020_0000;
  private static final int IPV4 = 0x0001_0000;
  private static final int IPV6 = 0x0002_0000;

  private PlainAnswers() {}

  /**
   * Writes the answer to a request, and sets position and limit around it.
   *
   * @param request a datagram from index 0 to its limit; its position and limit stay
   * @param answer of {@link #MAX_ANSWER_BYTES} at least
   * @return whether the request is one of these; else the answer's bytes mean nothing
   */
  static boolean answer(ByteBuffer request, InetSocketAddress from, ByteBuffer answer) {
    if (!isPlain(request)) {
      return false;
    }
    byte[] address = from.getAddress().getAddress();
    int attributes = 8 + address.length;
    answer.clear().limit(HEADER + attributes);
    answer.putLong(0, SUCCESS + attributes * ONE_BYTE_LONG);
    answer.putLong(8, request.getLong(8)).putInt(16, request.getInt(16));
    answer.putInt(HEADER, XOR_MAPPED_ADDRESS | 4 + address.length);
    int family = address.length == 4 ? IPV4 : IPV6;
    answer.putInt(24, family | from.getPort() ^ COOKIE >>> 16);
    for (int i = 0; i < address.length; i++) {
      answer.put(28 + i, (byte) (address[i] ^ request.get(4 + i)));
    }
    return true;
  }

  private static boolean isPlain(ByteBuffer request) {
    return switch (request.limit()) {
      case HEADER -> request.getLong(0) == REQUEST;
      case WITH_FINGERPRINT ->
          request.getLong(0) == REQUEST + 8 * ONE_BYTE_LONG
              && request.getInt(HEADER) == FINGERPRINT
              && request.getInt(HEADER + 4) == fingerprint(request);
      default -> false;
    };
  }

  /** RFC 8489 §14.7, of the header. */
  private static int fingerprint(ByteBuffer request) {
    var crc = new CRC32();
    crc.update(request.slice(0, HEADER));
    return (int) crc.getValue() ^ FINGERPRINT_MASK;
  }
}
