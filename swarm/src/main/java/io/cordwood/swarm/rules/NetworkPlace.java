package io.cordwood.swarm.rules;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a peer is in the network, as far as matching needs it: opaque keys, never sent to anyone.
 *
 * @param address equal for peers behind one router: the IPv4 address, or the /64 of IPv6
 * @param prefix equal for neighbours: the /24 of IPv4, or the /56 of IPv6
 */
public record NetworkPlace(String address, String prefix) {
  private static final int IPV4_BYTES = 4;
  private static final int IPV4_PREFIX_BYTES = 3;
  private static final int IPV6_ROUTER_BYTES = 8;
  private static final int IPV6_PREFIX_BYTES = 7;

  /** The place of the address that a door sees; looks nothing up. */
  public static NetworkPlace of(InetAddress address) {
    var bytes = address.getAddress();
    return bytes.length == IPV4_BYTES
        ? new NetworkPlace(key(bytes, IPV4_BYTES), key(bytes, IPV4_PREFIX_BYTES))
        : new NetworkPlace(key(bytes, IPV6_ROUTER_BYTES), key(bytes, IPV6_PREFIX_BYTES));
  }

  private static String key(byte[] bytes, int length) {
    return (bytes.length == IPV4_BYTES ? "4-" : "6-")
        + HexFormat.of().formatHex(Arrays.copyOf(bytes, length));
  }
}
