package io.cordwood.tracker;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of addresses as CIDR writes it (RFC 4632), IPv4 or IPv6.
 *
 * @param first an address of it, 4 or 16 bytes
 * @param prefixBits how many leading bits its addresses share
 */
public record NetworkRange(InetAddress first, int prefixBits) {
  /** Refuses more bits than an address has. */
  public NetworkRange {
    if (prefixBits < 0 || prefixBits > first.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("No network has a prefix of " + prefixBits + " bits.");
    }
  }

  /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or one address; asks no name server. */
  public static NetworkRange parse(String text) {
    try {
      int slash = text.indexOf('/');
      var first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      return new NetworkRange(
          first,
          slash < 0
              ? first.getAddress().length * Byte.SIZE
              : Integer.parseInt(text.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no range of addresses such as 10.0.0.0/8 or 2001:db8::/32.", e);
    }
  }

  /** True when the address is one of the range; never for one of the other protocol. */
  public boolean contains(InetAddress address) {
    var mine = first.getAddress();
    var other = address.getAddress();
    int bytes = prefixBits / Byte.SIZE;
    int rest = prefixBits % Byte.SIZE;
    return mine.length == other.length
        && Arrays.equals(mine, 0, bytes, other, 0, bytes)
        && (rest == 0 || (mine[bytes] ^ other[bytes]) >> (Byte.SIZE - rest) == 0);
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + prefixBits;
  }
}
