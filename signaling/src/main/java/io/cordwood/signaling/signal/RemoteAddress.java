package io.cordwood.signaling.signal;

import io.quarkus.websockets.next.HandshakeRequest;
import java.net.InetAddress;

/** The address that a socket comes from; looks nothing up. */
final class RemoteAddress {
  private RemoteAddress() {}

  static InetAddress of(HandshakeRequest request) {
    return InetAddress.ofLiteral(host(request.remoteAddress()));
  }

  /** The host of {@code host}, {@code host:port} or {@code [host]:port}. */
  static String host(String address) {
    int bracket = address.indexOf(']');
    if (bracket > 0) {
      return address.substring(1, bracket);
    }
    int colon = address.indexOf(':');
    return colon >= 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
  }
}
