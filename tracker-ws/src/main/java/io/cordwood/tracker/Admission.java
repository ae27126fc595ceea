package io.cordwood.tracker;

import io.cordwood.swarm.limit.AddressCounts;
import io.cordwood.tracker.TrackerCounters.Count;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Who may open a connection. States: open → closed, for good.
 *
 * <p>Invariant: each seat that was given and not left holds one of the door's, one of its address's
 * and one of its network's places; a seat left twice gives them back once. Safe on every thread.
 */
final class Admission {
  private final int places;
  private final Semaphore free;
  private final AddressCounts addresses;
  private final AddressCounts networks;
  private final Set<String> origins;
  private volatile boolean closed;

  Admission(TrackerConfig.Limits limits, Set<String> origins) {
    this.places = limits.connections();
    this.free = new Semaphore(places);
    this.addresses = new AddressCounts(limits.connectionsPerAddress());
    this.networks = new AddressCounts(limits.connectionsPerPrefix());
    this.origins = origins;
  }

  /** What is answered to who asks. */
  sealed interface Verdict {}

  /** Why not, as HTTP says it. */
  enum Refusal implements Verdict {
    DRAINING(503, Count.REFUSED_DRAINING, "Busy", "The tracker stops; connect to another."),
    FULL(503, Count.REFUSED_FULL, "Busy", "The tracker takes no connection now; try later."),
    ADDRESS_FULL(
        429, Count.REFUSED_ADDRESS, "Too many", "Your address has too many connections open."),
    NETWORK_FULL(
        429, Count.REFUSED_NETWORK, "Too many", "Your network has too many connections open."),
    ORIGIN(403, Count.REFUSED_ORIGIN, "Not here", "This tracker is not for pages of this origin.");

    final int status;
    final Count count;
    final String title;
    final String detail;

    Refusal(int status, Count count, String title, String detail) {
      this.status = status;
      this.count = count;
      this.title = title;
      this.detail = detail;
    }

    /** True when the same may be let in later. */
    boolean passes() {
      return this != ORIGIN;
    }
  }

  /** A place, until it is left. */
  final class Seat implements Verdict {
    final ClientAddress client;
    private boolean left;

    private Seat(ClientAddress client) {
      this.client = client;
    }

    /** Gives the place back; does nothing the second time. */
    void leave() {
      if (isFirstToLeave()) {
        networks.release(client.network());
        addresses.release(client.home());
        free.release();
      }
    }

    private synchronized boolean isFirstToLeave() {
      boolean first = !left;
      left = true;
      return first;
    }
  }

  /** A seat for a client, or why it gets none. */
  Verdict ask(ClientAddress client, Optional<String> origin) {
    if (closed) {
      return Refusal.DRAINING;
    }
    if (!origins.isEmpty() && !origin.map(origins::contains).orElse(false)) {
      return Refusal.ORIGIN;
    }
    if (!addresses.acquire(client.home())) {
      return Refusal.ADDRESS_FULL;
    }
    if (!networks.acquire(client.network())) {
      addresses.release(client.home());
      return Refusal.NETWORK_FULL;
    }
    if (!free.tryAcquire()) {
      networks.release(client.network());
      addresses.release(client.home());
      return Refusal.FULL;
    }
    return new Seat(client);
  }

  /** Nobody is let in any more. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  /** Seats given and not left. */
  int taken() {
    return places - free.availablePermits();
  }

  /** Addresses and networks that are remembered. */
  int remembered() {
    return addresses.size() + networks.size();
  }

  /** Waits until every seat is left; false when the time is over before. */
  boolean awaitEmpty(Duration atMost) throws InterruptedException {
    if (!free.tryAcquire(places, atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    free.release(places);
    return true;
  }
}
