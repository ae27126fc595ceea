package io.cordwood.swarm.rules;

/**
 * One socket of one door; never given twice by a node. Equal when the numbers are. What its maker
 * keeps with it is found without a search, and means nothing to the rules.
 */
public final class ConnectionId {
  private final long value;
  private final Object kept;

  /** A socket of which nothing is kept. */
  public ConnectionId(long value) {
    this(value, null);
  }

  /** A socket, with what its maker keeps of it. */
  public ConnectionId(long value, Object kept) {
    this.value = value;
    this.kept = kept;
  }

  /** What its maker keeps with it; null for nothing. */
  public Object kept() {
    return kept;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConnectionId that && value == that.value;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
