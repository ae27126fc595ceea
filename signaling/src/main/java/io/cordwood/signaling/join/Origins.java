package io.cordwood.signaling.join;

import io.cordwood.signaling.http.PublicAddress;
import io.cordwood.swarm.content.Owner;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which sites may use an owner's titles (PROTOCOL §4.1). Loopback origins and the node's own are
 * always allowed, others by the owner's list, or by that of {@code default} when it has none. Pure.
 */
public final class Origins {
  private static final String DEFAULT = "default";
  private static final String ANY = "*";

  private final Map<String, List<String>> lists;

  /** Lists of origins by owner, and {@code default}; {@code *} is any. */
  public Origins(Map<String, List<String>> lists) {
    this.lists = Map.copyOf(lists);
  }

  /**
   * Whether a page may use an owner's titles.
   *
   * @param origin the Origin header; null when there is none, as no browser does
   * @param remote where the request came from: without an origin, only this machine is trusted
   * @param own the node as the request sees it
   */
  public boolean allows(Owner owner, String origin, InetAddress remote, PublicAddress own) {
    var list = lists.getOrDefault(owner.value(), lists.getOrDefault(DEFAULT, List.of()));
    if (list.contains(ANY)) {
      return true;
    }
    if (origin == null) {
      return remote.isLoopbackAddress();
    }
    return isLoopback(origin)
        || authority(origin).equalsIgnoreCase(own.authority())
        || list.stream().anyMatch(origin::equalsIgnoreCase);
  }

  private static String authority(String origin) {
    int at = origin.indexOf("://");
    return at < 0 ? "" : origin.substring(at + 3);
  }

  private static boolean isLoopback(String origin) {
    var host = host(origin).toLowerCase(Locale.ROOT);
    if (host.equals("localhost") || host.endsWith(".localhost")) {
      return true;
    }
    try {
      return InetAddress.ofLiteral(host).isLoopbackAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String host(String origin) {
    try {
      var host = new URI(origin).getHost();
      return host == null ? "" : host;
    } catch (URISyntaxException e) {
      return "";
    }
  }
}
