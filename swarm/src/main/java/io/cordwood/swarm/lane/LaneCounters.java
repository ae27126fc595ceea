package io.cordwood.swarm.lane;

import java.util.concurrent.atomic.LongAdder;

/** Counters of all lanes of a node. Read on any thread. */
public final class LaneCounters {
  final LongAdder busy = new LongAdder();
  final LongAdder noSuchSwarm = new LongAdder();
  final LongAdder noSuchConnection = new LongAdder();
  final LongAdder undeliverable = new LongAdder();
  final LongAdder failed = new LongAdder();

  /** Events refused because a queue or the node was full. */
  public long busy() {
    return busy.sum();
  }

  /** Events for swarms in which nobody is. */
  public long noSuchSwarm() {
    return noSuchSwarm.sum();
  }

  /** Events of connections that are not open. */
  public long noSuchConnection() {
    return noSuchConnection.sum();
  }

  /** Outgoings whose connection was closed meanwhile. */
  public long undeliverable() {
    return undeliverable.sum();
  }

  /** Events or deliveries that threw: a fault of ours, logged as an error. */
  public long failed() {
    return failed.sum();
  }
}
