package io.cordwood.bench.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for a condition, on the caller's thread, never for a length of time. */
public final class Await {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private Await() {}

  /**
   * Returns when {@code condition} holds; throws with {@code what} when it does not within the
   * limit.
   */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    until(() -> what, limit, condition);
  }

  /** As above, with words made when they are needed, so that they can say how things stand. */
  public static void until(Supplier<String> what, Duration limit, BooleanSupplier condition) {
    if (!within(limit, condition)) {
      throw new AssertionError("not within " + limit.toSeconds() + " s: " + what.get());
    }
  }

  /** Returns at a moment of {@link System#nanoTime()}: the schedule of a scenario. */
  public static void moment(long nanos) {
    for (var left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Whether {@code condition} comes to hold within the limit. */
  public static boolean within(Duration limit, BooleanSupplier condition) {
    var end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() >= end) {
        return false;
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
    return true;
  }
}
