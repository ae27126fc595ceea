package io.cordwood.bench.stun;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * What a client of one IPv4 address and port asks and must be answered (RFC 8489 §6, §14.2): the
 * Binding request of 20 bytes, and whether bytes are the success response to it. The transaction id
 * is the client's salt and a number that counts up. Immutable.
 */
final class BindingCheck {
  /** Bytes of a request without attributes. */
  static final int REQUEST_BYTES = 20;

  /** The number of bytes that are no success response for this client. */
  static final long WRONG = -1;

  private static final long REQUEST_AND_COOKIE = 0x0001_0000_2112_A442L;
  private static final int COOKIE = 0x2112A442;
  private static final int SUCCESS = 0x0101;
  private static final int XOR_MAPPED_ADDRESS = 0x0020;
  private static final int IPV4 = 1;

  private final int salt;
  private final long mapped;

  /**
   * @param client the address that the server must see
   * @param salt the first four bytes of all its transaction ids
   */
  BindingCheck(InetSocketAddress client, int salt) {
    this.salt = salt;
    int address = ByteBuffer.wrap(((Inet4Address) client.getAddress()).getAddress()).getInt();
    int port = client.getPort() ^ COOKIE >>> 16;
    this.mapped = (long) (IPV4 << 16 | port) << 32 | (address ^ COOKIE) & 0xffff_ffffL;
  }

  /** Writes the request of a number at the buffer's beginning. */
  void request(ByteBuffer into, long number) {
    into.putLong(0, REQUEST_AND_COOKIE).putInt(8, salt).putLong(12, number);
  }

  /** The number whose request is answered here from position 0 to the limit, or {@link #WRONG}. */
  long answered(ByteBuffer answer) {
    int length = answer.limit();
    if (length < REQUEST_BYTES
        || answer.getShort(0) != SUCCESS
        || answer.getShort(2) != length - REQUEST_BYTES
        || answer.getInt(4) != COOKIE
        || answer.getInt(8) != salt) {
      return WRONG;
    }
    return hasMapped(answer, length) ? answer.getLong(12) : WRONG;
  }

  private boolean hasMapped(ByteBuffer answer, int length) {
    int at = REQUEST_BYTES;
    while (at + 4 <= length) {
      int size = answer.getShort(at + 2) & 0xffff;
      if (answer.getShort(at) == XOR_MAPPED_ADDRESS) {
        return size == 8 && at + 12 <= length && answer.getLong(at + 4) == mapped;
      }
      at += 4 + (size + 3) / 4 * 4;
    }
    return false;
  }
}
