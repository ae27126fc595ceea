package io.cordwood.swarm.limit;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * Whom a limit counts: one home, or the network around it.
 *
 * @param kind which of the two, and of which protocol
 * @param bits the address, of which only the bits that count are set
 */
public record AddressKey(Kind kind, long bits) {
  private static final long FIRST_24_OF_32 = 0xffff_ff00L;
  private static final long FIRST_48_OF_64 = 0xffff_ffff_ffff_0000L;

  /** What a key stands for. */
  public enum Kind {
    /** One IPv4 address. */
    IPV4,
    /** An IPv6 /64, which one home has for itself. */
    IPV6,
    /** An IPv4 /24, the smallest network that is routed by itself. */
    IPV4_PREFIX,
    /** An IPv6 /48, what one customer of a provider gets at most as a rule. */
    IPV6_PREFIX
  }

  /** The key of an address: IPv4 whole, IPv6 its /64. */
  public static AddressKey of(InetAddress address) {
    return address instanceof Inet4Address
        ? new AddressKey(Kind.IPV4, ipv4(address))
        : new AddressKey(Kind.IPV6, ipv6(address));
  }

  /** The key of the network around an address: IPv4 /24, IPv6 /48. */
  public static AddressKey prefixOf(InetAddress address) {
    return address instanceof Inet4Address
        ? new AddressKey(Kind.IPV4_PREFIX, ipv4(address) & FIRST_24_OF_32)
        : new AddressKey(Kind.IPV6_PREFIX, ipv6(address) & FIRST_48_OF_64);
  }

  private static long ipv4(InetAddress address) {
    return ByteBuffer.wrap(address.getAddress()).getInt() & 0xffff_ffffL;
  }

  private static long ipv6(InetAddress address) {
    return ByteBuffer.wrap(address.getAddress()).getLong();
  }
}
