package io.cordwood.swarm.rules;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counters of one or many swarms. Written by their lanes, read on any thread. */
public final class SwarmCounters {
  private final AtomicLongArray counts = new AtomicLongArray(SwarmCount.values().length);

  void add(SwarmCount what) {
    counts.incrementAndGet(what.ordinal());
  }

  /** How often it happened since the start. */
  public long get(SwarmCount what) {
    return counts.get(what.ordinal());
  }
}
