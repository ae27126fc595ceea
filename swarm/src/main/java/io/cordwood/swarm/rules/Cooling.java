package io.cordwood.swarm.rules;

import java.time.Duration;
import java.time.Instant;

/**
 * For how long a pair is kept apart.
 *
 * @param until when the node may introduce it again
 * @param failures how often the pair failed so far
 */
record Cooling(Instant until, int failures) {
  static final Cooling NEVER = new Cooling(Instant.MIN, 0);

  private static final int FACTOR = 3;

  /** After one failure more: {@code first}, three times as long each time, at most {@code most}. */
  Cooling failed(Instant now, Duration first, Duration most) {
    var wait = first;
    for (int i = 0; i < failures && wait.compareTo(most) < 0; i++) {
      wait = wait.multipliedBy(FACTOR);
    }
    var end = now.plus(wait.compareTo(most) < 0 ? wait : most);
    return new Cooling(end, failures + 1).atLeast(until);
  }

  Cooling atLeast(Instant other) {
    return other.isAfter(until) ? new Cooling(other, failures) : this;
  }
}
