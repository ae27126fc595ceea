package io.cordwood.signaling.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;

/** Whom a limit counts: an IPv4 address, or an IPv6 /64, which one home has for itself. */
public record AddressKey(String value) {
  /** The key of an address. */
  public static AddressKey of(InetAddress address) {
    return address instanceof Inet6Address
        ? new AddressKey(HexFormat.of().formatHex(address.getAddress(), 0, 8) + "/64")
        : new AddressKey(address.getHostAddress());
  }
}
