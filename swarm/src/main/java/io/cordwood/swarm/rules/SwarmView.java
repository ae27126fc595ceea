package io.cordwood.swarm.rules;

import java.util.Map;

/**
 * What others may know of a swarm at one moment. Immutable.
 *
 * @param peers members
 * @param links introductions that were answered and not reported as failed
 * @param pendingIntroductions introductions without an answer
 * @param cohorts viewers by cohort; peers that did not report are in none
 */
public record SwarmView(
    int peers, int links, int pendingIntroductions, Map<Cohort, Integer> cohorts) {
  /** Nobody. */
  public static final SwarmView EMPTY = new SwarmView(0, 0, 0, Map.of());

  /** Takes a copy of the map. */
  public SwarmView {
    cohorts = Map.copyOf(cohorts);
  }
}
