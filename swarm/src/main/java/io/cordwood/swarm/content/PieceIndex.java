package io.cordwood.swarm.content;

/**
 * The index of a piece in a swarm (BEP 3), made only by {@link TorrentLayout} and {@link
 * SegmentGeometry}, so one that exists is within its title.
 */
public final class PieceIndex implements Comparable<PieceIndex> {
  private final int value;

  PieceIndex(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  @Override
  public int compareTo(PieceIndex other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PieceIndex that && value == that.value;
  }

  @Override
  public int hashCode() {
    return Integer.hashCode(value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
