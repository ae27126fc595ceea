package io.cordwood.swarm.rules;

import java.time.Duration;

/**
 * When a cohort is thin, and how long its viewers wait for peers.
 *
 * @param targetBuffer a viewer that holds less than this from its playhead needs its rate: below
 *     the 30 s that players fill, so that a full player is not in need between two segments
 * @param thinBelow thin is less supply than this times the demand
 * @param enoughFrom and enough is this times the demand, so that a cohort between the two stays
 *     what it is
 * @param forAtLeast either must last so long before it is believed
 * @param assumedUplink of uploaders in a cohort in which nothing was measured yet, at least: what
 *     nearly every line has
 * @param mostTimesMedian an uplink counts at most as this times the cohort's median, so that one
 *     who boasts does not make a thin cohort look rich
 * @param mostUplink an uplink counts at most as this, in bits per second, whoever else boasts
 * @param mostRate a rate counts at most as this, in bits per second
 * @param patience how long a full buffer waits for peers before it asks a webseed that is at ease
 * @param mostPatience the same with webseeds at their limit
 * @param patienceStep patience changes by whole steps, so that viewers are not told of every sway
 * @param easyHeat the part of their capacity that webseeds send without patience being raised
 */
record ThinRules(
    Duration targetBuffer,
    double thinBelow,
    double enoughFrom,
    Duration forAtLeast,
    long assumedUplink,
    int mostTimesMedian,
    long mostUplink,
    long mostRate,
    Duration patience,
    Duration mostPatience,
    Duration patienceStep,
    double easyHeat) {

  /** What nodes use. */
  static ThinRules defaults() {
    return new ThinRules(
        Duration.ofSeconds(20),
        1.1,
        1.3,
        Duration.ofSeconds(3),
        2_000_000,
        10,
        10_000_000_000L,
        100_000_000,
        Duration.ofSeconds(8),
        Duration.ofSeconds(24),
        Duration.ofSeconds(4),
        0.5);
  }

  /**
   * The patience that spares webseeds as much as they need it.
   *
   * @param heat the part of their capacity that they send
   */
  Duration patienceAt(double heat) {
    double over = Math.clamp((heat - easyHeat) / (1 - easyHeat), 0, 1);
    long steps = mostPatience.minus(patience).dividedBy(patienceStep);
    return patience.plus(patienceStep.multipliedBy((long) Math.floor(over * steps)));
  }
}
