package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.RenditionName;
import java.util.Map;

/**
 * What others may know of a swarm at one moment. Immutable.
 *
 * @param peers members
 * @param links introductions that were answered and not reported as failed
 * @param pendingIntroductions introductions without an answer
 * @param cohorts viewers by cohort; peers that did not report are in none
 * @param flows what they need and give, by rendition
 */
public record SwarmView(
    int peers,
    int links,
    int pendingIntroductions,
    Map<Cohort, Integer> cohorts,
    Map<RenditionName, Flow> flows) {
  /** Nobody. */
  public static final SwarmView EMPTY = new SwarmView(0, 0, 0, Map.of(), Map.of());

  /** Takes copies of the maps. */
  public SwarmView {
    cohorts = Map.copyOf(cohorts);
    flows = Map.copyOf(flows);
  }
}
