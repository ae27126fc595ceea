package io.cordwood.signaling.http;

import java.net.URI;
import java.util.Optional;

/**
 * Where a viewer reaches this node: the configured URL, else the one it just used. The Host header
 * is the viewer's own word, and is told to nobody but that viewer.
 */
public record PublicAddress(String scheme, String authority) {
  /**
   * The node's address as a request sees it.
   *
   * @param configured {@code cordwood.url}
   * @param scheme of the request
   * @param authority the request's Host
   */
  public static PublicAddress of(Optional<URI> configured, String scheme, String authority) {
    return configured
        .map(url -> new PublicAddress(url.getScheme(), url.getAuthority()))
        .orElseGet(() -> new PublicAddress(scheme, authority));
  }

  /** The origin of the node's pages. */
  public String origin() {
    return scheme + "://" + authority;
  }

  /** The address of a WebSocket at {@code path}. */
  public String webSocket(String path) {
    return (scheme.equals("https") ? "wss://" : "ws://") + authority + path;
  }

  /** The STUN server's URI (RFC 7064). */
  public String stun(int port) {
    return "stun:" + host() + ":" + port;
  }

  private String host() {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
  }
}
