package io.cordwood.tracker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections of a door share.
 *
 * <p>Invariant: {@code partialBytes} is the sum of what the unfinished messages hold.
 */
final class DoorState {
  private static final int GOING_AWAY = 1001;
  private static final String STOPS = "The node stops; connect again.";

  final TrackerConfig config;
  final TrackerCounters counters;
  final MessageHandler handler;
  final Admission admission;
  final OutBuffers buffers;
  final OutputRule outputRule;
  final Aliveness aliveness;
  private final AtomicLong partialBytes = new AtomicLong();
  private volatile int seconds;
  private final Set<SocketConnection> open = ConcurrentHashMap.newKeySet();

  DoorState(TrackerConfig config, TrackerCounters counters, MessageHandler handler) {
    this.config = config;
    this.counters = counters;
    this.handler = handler;
    this.buffers = new OutBuffers(config.output().allBytes());
    this.outputRule = new OutputRule(config.output(), buffers::isFull);
    this.aliveness = new Aliveness(config.timing());
    this.admission = new Admission(config.limits(), config.origins());
  }

  /** The door's clock: whole seconds since it started, as {@link #tick} counts them. */
  int seconds() {
    return seconds;
  }

  /** A second has passed: pings who is silent, cuts who is dead. One thread calls. */
  void tick() {
    int now = seconds + 1;
    seconds = now;
    open.forEach(connection -> connection.tick(now));
    buffers.trim();
    handler.tick();
  }

  boolean isDraining() {
    return admission.isClosed();
  }

  int connections() {
    return open.size();
  }

  void add(SocketConnection connection) {
    open.add(connection);
  }

  void remove(SocketConnection connection) {
    open.remove(connection);
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

  /**
   * No new connection; closes the open ones as "going away", in random order and evenly over the
   * configured time, and waits until they are gone or had twice the time to answer a close.
   */
  boolean drain() throws InterruptedException {
    admission.close();
    var leaving = new ArrayList<>(open);
    Collections.shuffle(leaving, new SplittableRandom());
    long start = System.nanoTime();
    double spread = config.timing().drain().toNanos();
    for (int i = 0; i < leaving.size(); i++) {
      long due = start + (long) (spread * i / leaving.size());
      if (admission.awaitEmpty(Duration.ofNanos(due - System.nanoTime()))) {
        return true;
      }
      leaving.get(i).close(GOING_AWAY, STOPS);
    }
    return admission.awaitEmpty(config.timing().close().multipliedBy(2));
  }
}
