package io.cordwood.tracker;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections of a door share.
 *
 * <p>Invariant: each open connection holds one permit, and {@code partialBytes} is the sum of what
 * their unfinished messages hold.
 */
final class DoorState {
  final TrackerConfig config;
  final TrackerCounters counters;
  final MessageHandler handler;
  private final Semaphore permits;
  private final AtomicLong partialBytes = new AtomicLong();
  private final Set<SocketConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean draining;

  DoorState(TrackerConfig config, TrackerCounters counters, MessageHandler handler) {
    this.config = config;
    this.counters = counters;
    this.handler = handler;
    this.permits = new Semaphore(config.limits().connections());
  }

  boolean isDraining() {
    return draining;
  }

  boolean isFull() {
    return permits.availablePermits() == 0;
  }

  int connections() {
    return open.size();
  }

  /** False when there is no room. */
  boolean add(SocketConnection connection) {
    if (!permits.tryAcquire()) {
      return false;
    }
    open.add(connection);
    return true;
  }

  void remove(SocketConnection connection) {
    if (open.remove(connection)) {
      permits.release();
    }
  }

  /** False, and nothing is held, when all together would hold too much. */
  boolean hold(long bytes) {
    if (partialBytes.addAndGet(bytes) > config.limits().partialBytes()) {
      partialBytes.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  void release(long bytes) {
    partialBytes.addAndGet(-bytes);
  }

  /** No new connection; closes the open ones as "going away" and waits until they are gone. */
  boolean drain(Duration atMost) throws InterruptedException {
    draining = true;
    open.forEach(connection -> connection.close(1001, "The node stops; connect again."));
    boolean gone =
        permits.tryAcquire(config.limits().connections(), atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (gone) {
      permits.release(config.limits().connections());
    }
    return gone;
  }
}
