package io.cordwood.tracker;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whom a request is from, when proxies are before the door (SECURITY row 12). Each proxy appends to
 * X-Forwarded-For the address that it saw, so the right-most address that is not a trusted proxy's
 * is the client's, and what stands left of it is the client's own invention.
 */
final class Forwarded {
  private static final Pattern IPV4 =
      Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?::[0-9]+)?");
  private static final Pattern IPV6 = Pattern.compile("([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");
  private static final Pattern BRACKETED = Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::[0-9]+)?");

  private final List<NetworkRange> trusted;

  Forwarded(List<NetworkRange> trusted) {
    this.trusted = trusted;
  }

  /** Where a request is from. */
  sealed interface Source {
    InetAddress address();

    /** The address is the client's. */
    record Client(InetAddress address) implements Source {}

    /** A trusted proxy said something that is no address; the address is the proxy's. */
    record Unreadable(InetAddress address) implements Source {}
  }

  boolean trusts(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  /**
   * Reads it.
   *
   * @param peer at the other end of the socket
   * @param forwardedFor the header's values, in the order of their lines
   */
  Source of(InetAddress peer, List<String> forwardedFor) {
    if (forwardedFor.isEmpty() || !trusts(peer)) {
      return new Source.Client(peer);
    }
    var hops = String.join(",", forwardedFor).split(",", -1);
    var seen = peer;
    for (int i = hops.length - 1; i >= 0 && trusts(seen); i--) {
      var hop = read(hops[i].strip());
      if (hop.isEmpty()) {
        return new Source.Unreadable(peer);
      }
      seen = hop.get();
    }
    return new Source.Client(seen);
  }

  /** An address, with or without a port; never asks a name server. */
  private static Optional<InetAddress> read(String text) {
    for (var form : List.of(IPV4, BRACKETED, IPV6)) {
      var matcher = form.matcher(text);
      if (matcher.matches()) {
        return literal(matcher.group(1));
      }
    }
    return Optional.empty();
  }

  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
