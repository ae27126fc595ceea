package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.SegmentRecord;

/**
 * The newest segment of a live channel that the swarm heard of.
 *
 * <p>Invariant: {@code number} never goes back; 0 until there was one, and for a film.
 */
final class Edge {
  private long number;
  private long epoch;

  void heard(SegmentRecord record) {
    if (record.number() > number) {
      number = record.number();
      epoch = record.epoch();
    }
  }

  boolean isKnown() {
    return number > 0;
  }

  long number() {
    return number;
  }

  long epoch() {
    return epoch;
  }
}
