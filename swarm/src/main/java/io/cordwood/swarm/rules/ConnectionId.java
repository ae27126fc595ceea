package io.cordwood.swarm.rules;

/** One socket of one door; never given twice by a node. */
public record ConnectionId(long value) {
  @Override
  public String toString() {
    return Long.toString(value);
  }
}
