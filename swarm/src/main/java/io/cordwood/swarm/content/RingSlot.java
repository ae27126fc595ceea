package io.cordwood.swarm.content;

/**
 * Where pieces lie on the ring of a cohort (PROTOCOL §5.1). The viewers compute the same; adjacent
 * pieces of a segment lie one after the other, so that an owner's part of it is one range.
 */
public final class RingSlot {
  /** Slots of a ring. */
  public static final int COUNT = 4096;

  private RingSlot() {}

  /**
   * The slot of a piece, 0 to 4095.
   *
   * @param number of the segment within its rendition
   * @param piece within the segment, counted from 0
   * @param pieces of the segment
   */
  public static int of(RenditionName rendition, long epoch, long number, int piece, int pieces) {
    int start = hash(rendition + "/" + epoch + "/" + number) & (COUNT - 1);
    long distance = (long) piece * COUNT / pieces;
    return (int) ((start + distance) % COUNT);
  }

  /** FNV-1a with murmur3's finish, over ASCII. */
  private static int hash(String text) {
    int hash = 0x811c9dc5;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x01000193;
    }
    hash = (hash ^ hash >>> 16) * 0x85ebca6b;
    hash = (hash ^ hash >>> 13) * 0xc2b2ae35;
    return hash ^ hash >>> 16;
  }
}
