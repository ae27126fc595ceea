package io.cordwood.swarm.rules;

/**
 * What the cohorts of one rendition need and give, added up; in bits per second.
 *
 * @param demand the rates of viewers below their target buffer
 * @param supply the uplinks of those who hold what is needed
 * @param requiredFallback what webseeds have to send at least
 * @param cohorts how many there are
 * @param thinCohorts how many of them are thin
 */
public record Flow(long demand, long supply, long requiredFallback, int cohorts, int thinCohorts) {
  static Flow of(Supply one, boolean thin) {
    return new Flow(one.demand(), one.supply(), one.requiredFallback(), 1, thin ? 1 : 0);
  }

  Flow plus(Flow other) {
    return new Flow(
        demand + other.demand,
        supply + other.supply,
        requiredFallback + other.requiredFallback,
        cohorts + other.cohorts,
        thinCohorts + other.thinCohorts);
  }
}
