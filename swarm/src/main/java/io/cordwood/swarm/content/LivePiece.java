package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;

/**
 * A piece of a live channel (PROTOCOL §2.5) and its index on the wire: {@code (number mod
 * 2^20)·2^12 + rendition·2^9 + piece}, 32 bits without a sign. Indices begin anew with every 2^20th
 * number, so one is read by a number that is known to be near, as serial numbers are compared (RFC
 * 1982).
 *
 * @param number of the segment, 1 to 2^31 − 1
 * @param rendition its place in the title's list, 0 to 7
 * @param piece of the segment, from 0
 */
public record LivePiece(int number, int rendition, int piece) {
  static final int PIECE_BITS = 9;
  static final int RENDITION_BITS = 3;

  private static final int NUMBER_BITS = 20;
  private static final int NUMBERS = 1 << NUMBER_BITS;
  private static final long END_OF_INDICES = 1L << (NUMBER_BITS + RENDITION_BITS + PIECE_BITS);

  /** Refuses what is no piece. */
  public LivePiece {
    if (number < 1
        || rendition < 0
        || rendition > mask(RENDITION_BITS)
        || piece < 0
        || piece > mask(PIECE_BITS)) {
      throw refused();
    }
  }

  /**
   * The piece of an index, of the 2^20 numbers around one that is known: 2^19 − 1 before it to 2^19
   * behind it. Refuses an index over 32 bits and one that no number there has.
   */
  public static LivePiece of(long index, int near) {
    if (index < 0 || index >= END_OF_INDICES) {
      throw refused();
    }
    long ahead = (index >> (RENDITION_BITS + PIECE_BITS)) - near & mask(NUMBER_BITS);
    long number = near + (ahead > NUMBERS / 2 ? ahead - NUMBERS : ahead);
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw refused();
    }
    return new LivePiece(
        (int) number,
        (int) (index >> PIECE_BITS) & mask(RENDITION_BITS),
        (int) index & mask(PIECE_BITS));
  }

  /** The number on the wire, 0 to 2^32 − 1. */
  public long index() {
    long inRing = number & mask(NUMBER_BITS);
    return inRing << (RENDITION_BITS + PIECE_BITS) | (long) rendition << PIECE_BITS | piece;
  }

  private static int mask(int bits) {
    return (1 << bits) - 1;
  }

  private static InvalidContentException refused() {
    return new InvalidContentException(
        Code.GEOMETRY,
        "A live piece has a segment number from 1 to 2147483647, a rendition from 0 to 7 and a"
            + " piece from 0 to 511; ask for one of them.");
  }
}
