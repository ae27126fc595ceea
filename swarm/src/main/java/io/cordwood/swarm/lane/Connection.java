package io.cordwood.swarm.lane;

import io.cordwood.swarm.content.SwarmId;
import java.util.List;
import java.util.stream.Stream;

/**
 * One socket and the swarms that it is in: few, so a list that is replaced. Safe on every thread; a
 * door enters swarms, their lanes leave them.
 */
final class Connection {
  private final Outbox outbox;
  private List<SwarmId> swarms = List.of();
  private volatile boolean closed;

  Connection(Outbox outbox) {
    this.outbox = outbox;
  }

  Outbox outbox() {
    return outbox;
  }

  /** Whether its socket is gone. */
  boolean isClosed() {
    return closed;
  }

  /** False the second time. */
  synchronized boolean close() {
    boolean before = closed;
    closed = true;
    return !before;
  }

  synchronized List<SwarmId> swarms() {
    return swarms;
  }

  synchronized boolean isIn(SwarmId swarm) {
    return swarms.contains(swarm);
  }

  /** False when it is in {@code most} of them. */
  synchronized boolean enter(SwarmId swarm, int most) {
    if (swarms.size() >= most) {
      return false;
    }
    add(swarm);
    return true;
  }

  /** A lane let it in; false when its socket is gone, so that nobody will tell the lane. */
  synchronized boolean isStillIn(SwarmId swarm) {
    if (!closed && !swarms.contains(swarm)) {
      add(swarm);
    }
    return !closed;
  }

  private void add(SwarmId swarm) {
    swarms =
        swarms.isEmpty()
            ? List.of(swarm)
            : Stream.concat(swarms.stream(), Stream.of(swarm)).toList();
  }

  synchronized void leave(SwarmId swarm) {
    if (swarms.contains(swarm)) {
      swarms = List.copyOf(swarms.stream().filter(each -> !each.equals(swarm)).toList());
    }
  }
}
