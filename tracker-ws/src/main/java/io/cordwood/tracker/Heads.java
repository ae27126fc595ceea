package io.cordwood.tracker;

import io.cordwood.swarm.limit.AddressCounts;
import io.cordwood.swarm.limit.AddressKey;
import io.cordwood.tracker.TrackerCounters.Count;
import java.net.InetAddress;

/**
 * TCP connections that have not become a WebSocket: of each address, at most as many as it may have
 * WebSockets, so that slow heads do not use up the sockets (SECURITY row 8). Trusted proxies are
 * not counted. Safe on every thread.
 */
final class Heads {
  private final AddressCounts counts;
  private final Forwarded proxies;
  private final TrackerCounters counters;

  Heads(int perAddress, Forwarded proxies, TrackerCounters counters) {
    this.counts = new AddressCounts(perAddress);
    this.proxies = proxies;
    this.counters = counters;
  }

  /** A connection came; false when it has to go. */
  boolean begin(InetAddress from) {
    if (proxies.trusts(from) || counts.acquire(AddressKey.of(from))) {
      return true;
    }
    counters.add(Count.CUT_HEAD);
    return false;
  }

  /** One that had begun became a WebSocket or is gone; called once for each. */
  void end(InetAddress from) {
    if (!proxies.trusts(from)) {
      counts.release(AddressKey.of(from));
    }
  }
}
