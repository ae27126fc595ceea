package io.cordwood.signaling.signal;

import io.quarkus.websockets.next.HandshakeRequest;
import java.net.InetAddress;

/** The address that a socket comes from; looks nothing up. */
final class RemoteAddress {
  private RemoteAddress() {}

  static InetAddress of(HandshakeRequest request) {
    return InetAddress.ofLiteral(host(request.remoteAddress()));
  }

  /**
   * The host of {@code host:port}, {@code [host]:port} or, as Vert.x writes an IPv6 address, {@code
   * 0:0:0:0:0:0:0:1:port}; without the zone of a link-local one.
   */
  static String host(String address) {
    var host = address.substring(0, address.lastIndexOf(':'));
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    int zone = host.indexOf('%');
    return zone < 0 ? host : host.substring(0, zone);
  }
}
