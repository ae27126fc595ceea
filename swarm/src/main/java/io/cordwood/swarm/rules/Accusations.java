package io.cordwood.swarm.rules;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who says of a peer that it sent wrong bytes, each for a while.
 *
 * <p>Invariant: one voice per network prefix, so that many addresses of one network are one
 * accuser; at most {@link #MAX_VOICES}, the oldest go first.
 */
final class Accusations {
  private static final int MAX_VOICES = 64;

  /** So many unaccused viewers at least, or more of those who are accused themselves. */
  private static final double ENOUGH = 3;

  private record Voice(double weight, Instant until) {}

  private final Map<Long, Voice> voices = new LinkedHashMap<>();

  /** Somebody of that prefix, who is accused with {@code ownWeight}, says it until then. */
  void add(long prefix, double ownWeight, Instant until) {
    voices.remove(prefix);
    voices.put(prefix, new Voice(1 / (1 + ownWeight), until));
    if (voices.size() > MAX_VOICES) {
      voices.remove(voices.keySet().iterator().next());
    }
  }

  /** What all that was said weighs: one for each accuser whom nobody accuses, less for others. */
  double weight(Instant now) {
    voices.values().removeIf(voice -> !voice.until().isAfter(now));
    return voices.values().stream().mapToDouble(Voice::weight).sum();
  }

  /**
   * Whether it is believed: there are enough accusers, and as many as prefixes of peers that are
   * linked with the accused and say nothing, so that a few who agree to shut somebody out cannot.
   */
  boolean areBelieved(int silent, Instant now) {
    return weight(now) >= Math.max(ENOUGH, silent);
  }
}
