package io.cordwood.swarm.wire;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which addresses a candidate may name; looks nothing up. */
public final class CandidateAddress {
  private static final int MAX_CHARACTERS = 253;
  private static final Pattern IPV4 =
      Pattern.compile("(?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final Pattern MDNS =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.local");

  /** Where machines of clouds ask for their own secrets; nobody's viewer lives there. */
  private static final byte[] METADATA_IPV6 = bytes(0xfd, 0x00, 0x0e, 0xc2);

  private static final byte[] NAT64 = bytes(0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final byte[] SIX_TO_FOUR = bytes(0x20, 0x02);

  private static final String UNKNOWN_FORM =
      "Name a candidate's address as IPv4, IPv6 or an mDNS name that ends in .local.";
  private static final String FORBIDDEN =
      "Send no candidate with a loopback, multicast, unspecified, reserved or metadata address.";

  private CandidateAddress() {}

  /** A sentence that says what is wrong with the address, or empty. */
  public static Optional<String> problem(String address) {
    if (address.length() > MAX_CHARACTERS) {
      return Optional.of(UNKNOWN_FORM);
    }
    if (MDNS.matcher(address.toLowerCase(Locale.ROOT)).matches()) {
      return Optional.empty();
    }
    try {
      if (IPV4.matcher(address).matches()) {
        return problemOfIpv4(Inet4Address.ofLiteral(address).getAddress());
      }
      if (IPV6.matcher(address).matches()) {
        return problemOfIpv6(Inet6Address.ofLiteral(address).getAddress());
      }
      return Optional.of(UNKNOWN_FORM);
    } catch (IllegalArgumentException e) {
      return Optional.of(UNKNOWN_FORM);
    }
  }

  /** True for an IPv4 address, big-endian, that no candidate may name. */
  public static boolean isForbiddenIpv4(int address) {
    int first = address >>> 24;
    return first == 0 || first == 127 || first >= 224 || isMetadataIpv4(address);
  }

  /** 169.254.169.0/24, 169.254.170.0/24 and 100.100.100.200 are where clouds keep secrets. */
  private static boolean isMetadataIpv4(int address) {
    int prefix = address >>> 8;
    return prefix == 0xa9fea9 || prefix == 0xa9feaa || address == 0x646464c8;
  }

  private static Optional<String> problemOfIpv4(byte[] address) {
    return isForbiddenIpv4(ByteBuffer.wrap(address).getInt())
        ? Optional.of(FORBIDDEN)
        : Optional.empty();
  }

  /** Where IPv4 is embedded (mapped, NAT64, 6to4), the embedded address counts. */
  private static Optional<String> problemOfIpv6(byte[] address) {
    if (address.length == 4) {
      return problemOfIpv4(address);
    }
    if (startsWith(address, NAT64)) {
      return problemOfIpv4(Arrays.copyOfRange(address, 12, 16));
    }
    if (startsWith(address, SIX_TO_FOUR)) {
      return problemOfIpv4(Arrays.copyOfRange(address, 2, 6));
    }
    boolean low = startsWith(address, new byte[12]);
    boolean multicast = address[0] == (byte) 0xff;
    return low || multicast || startsWith(address, METADATA_IPV6)
        ? Optional.of(FORBIDDEN)
        : Optional.empty();
  }

  private static boolean startsWith(byte[] address, byte[] prefix) {
    return address.length >= prefix.length
        && Arrays.equals(address, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
