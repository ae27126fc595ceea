package io.cordwood.swarm.lane;

import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one after the other, in order, on threads it borrows.
 *
 * <p>States: idle (nothing waits) → scheduled (one turn is with the executor) → running → scheduled
 * or idle → retired (takes nothing more). At most one turn exists at any time.
 */
final class Lane {
  private static final System.Logger LOG = System.getLogger(Lane.class.getName());

  /** In place of the number of waiting tasks, once the lane is retired. */
  private static final int RETIRED_MARK = -1;

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final Executor executor;
  private final int capacity;
  private final int tasksPerTurn;
  private final LaneCounters counters;

  Lane(Executor executor, LaneConfig config, LaneCounters counters) {
    this.executor = executor;
    this.capacity = config.queueEvents();
    this.tasksPerTurn = config.eventsPerTurn();
    this.counters = counters;
  }

  /** What became of a task. */
  enum Offered {
    QUEUED,
    FULL,
    RETIRED
  }

  /** Queues a task; a full queue is counted. */
  Offered offer(Runnable task) {
    var offered = enqueue(task, capacity);
    if (offered == Offered.QUEUED) {
      schedule();
    }
    return offered;
  }

  /**
   * As {@link #offer}, but the caller's thread takes the turn when no other has it: no wait for a
   * thread, and none is woken. It must hold no lock that a delivery could need.
   */
  Offered offerAndHelp(Runnable task) {
    var offered = enqueue(task, capacity);
    if (offered == Offered.QUEUED) {
      help();
    }
    return offered;
  }

  /** For the few tasks that must not be lost, at most one for each connection and tick. */
  Offered force(Runnable task) {
    var offered = enqueue(task, Integer.MAX_VALUE);
    if (offered == Offered.QUEUED) {
      schedule();
    }
    return offered;
  }

  int waiting() {
    return Math.max(0, waiting.get());
  }

  /** Called by a task of the lane: true, and no task is taken any more, when none waits. */
  boolean retire() {
    return waiting.compareAndSet(0, RETIRED_MARK);
  }

  private Offered enqueue(Runnable task, int bound) {
    int before = waiting.getAndUpdate(n -> n < 0 || n >= bound ? n : n + 1);
    if (before < 0) {
      return Offered.RETIRED;
    }
    if (before >= bound) {
      counters.busy.increment();
      return Offered.FULL;
    }
    tasks.add(task);
    return Offered.QUEUED;
  }

  private void help() {
    if (scheduled.compareAndSet(false, true)) {
      turn();
    }
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      executor.execute(this::turn);
    }
  }

  /** An error of the machine ends the turn and is the thread's; the lane goes on with the next. */
  private void turn() {
    try {
      runSome();
    } finally {
      scheduled.set(false);
      if (!tasks.isEmpty()) {
        schedule();
      }
    }
  }

  private void runSome() {
    for (int i = 0; i < tasksPerTurn; i++) {
      var task = tasks.poll();
      if (task == null) {
        return;
      }
      waiting.decrementAndGet();
      guarded(task);
    }
  }

  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  /** A rule or a door threw: a fault of ours. */
  void failed(RuntimeException problem) {
    counters.failed.increment();
    LOG.log(Level.ERROR, "A swarm's rule or a door threw; please report it.", problem);
  }
}
