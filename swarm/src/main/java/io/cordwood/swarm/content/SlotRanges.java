package io.cordwood.swarm.content;

import java.util.Arrays;
import java.util.Optional;

/**
 * A set of slots of a ring as ranges (PROTOCOL §5.1): first slot and count of each, in order,
 * neither overlapping nor touching, so that a set has one form. Immutable.
 */
public final class SlotRanges {
  /** No slot. */
  public static final SlotRanges EMPTY = new SlotRanges(new int[0]);

  private final int[] pairs;

  private SlotRanges(int[] owned) {
    this.pairs = owned;
  }

  /** Reads first slot and count by turns; empty for what is not in the one form. */
  public static Optional<SlotRanges> parse(int... pairs) {
    if (pairs.length % 2 != 0) {
      return Optional.empty();
    }
    int least = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i] < least || pairs[i + 1] < 1 || pairs[i + 1] > RingSlot.COUNT - pairs[i]) {
        return Optional.empty();
      }
      least = pairs[i] + pairs[i + 1] + 1;
    }
    return Optional.of(new SlotRanges(pairs.clone()));
  }

  /** Gathers slots that are given in ascending order. */
  public static final class Builder {
    private int[] pairs = new int[2];
    private int used;

    /** Adds slots from {@code first}, above all that were added before. */
    public void add(int first, int count) {
      if (used > 0 && pairs[used - 2] + pairs[used - 1] == first) {
        pairs[used - 1] += count;
        return;
      }
      if (used == pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * used);
      }
      pairs[used++] = first;
      pairs[used++] = count;
    }

    /** What was added. */
    public SlotRanges build() {
      return used == 0 ? EMPTY : new SlotRanges(Arrays.copyOf(pairs, used));
    }
  }

  /** First slot and count of each range by turns, as on the wire. */
  public int[] pairs() {
    return pairs.clone();
  }

  /** How many slots. */
  public int size() {
    int size = 0;
    for (int i = 1; i < pairs.length; i += 2) {
      size += pairs[i];
    }
    return size;
  }

  /** Whether a slot is one of them. */
  public boolean contains(int slot) {
    for (int i = 0; i < pairs.length && pairs[i] <= slot; i += 2) {
      if (slot < pairs[i] + pairs[i + 1]) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SlotRanges ranges && Arrays.equals(pairs, ranges.pairs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(pairs);
  }

  /** The pairs as a list. */
  @Override
  public String toString() {
    return Arrays.toString(pairs);
  }
}
