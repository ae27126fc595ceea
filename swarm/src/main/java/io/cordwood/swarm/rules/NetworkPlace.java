package io.cordwood.swarm.rules;

import java.net.InetAddress;

/**
 * Where a peer is in the network, as far as matching needs it: opaque keys, never sent to anyone.
 *
 * @param address equal for peers behind one router: the IPv4 address, or the /64 of IPv6
 * @param prefix equal for neighbours: the /24 of IPv4, or the /56 of IPv6
 */
public record NetworkPlace(long address, long prefix) {
  /** No peer's IPv6 address begins ff: those are multicast (RFC 4291 §2.7). */
  private static final long IPV4_MARK = 0xffL << 56;

  private static final int IPV4_BYTES = 4;
  private static final long IPV4_PREFIX = ~0xffL;
  private static final int IPV6_ROUTER_BYTES = 8;
  private static final long IPV6_PREFIX = ~0xffL;

  /** The place of the address that a door sees; looks nothing up. */
  public static NetworkPlace of(InetAddress address) {
    var bytes = address.getAddress();
    if (bytes.length == IPV4_BYTES) {
      long key = IPV4_MARK | number(bytes, IPV4_BYTES);
      return new NetworkPlace(key, key & IPV4_PREFIX);
    }
    long key = number(bytes, IPV6_ROUTER_BYTES);
    return new NetworkPlace(key, key & IPV6_PREFIX);
  }

  private static long number(byte[] bytes, int length) {
    long number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 8 | bytes[i] & 0xff;
    }
    return number;
  }
}
