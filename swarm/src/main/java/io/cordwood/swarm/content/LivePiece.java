package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;

/**
 * A piece of a live channel (PROTOCOL §2.5) and its index on the wire: {@code number·2^12 +
 * rendition·2^9 + piece}, 32 bits without a sign.
 *
 * @param number of the segment, from 1
 * @param rendition its place in the title's list, 0 to 7
 * @param piece of the segment, from 0
 */
public record LivePiece(int number, int rendition, int piece) {
  static final int PIECE_BITS = 9;
  static final int RENDITION_BITS = 3;
  static final int NUMBER_BITS = 20;

  private static final long END_OF_INDICES = 1L << (NUMBER_BITS + RENDITION_BITS + PIECE_BITS);

  /** Refuses what has no index. */
  public LivePiece {
    if (!within(number, 1, NUMBER_BITS)
        || !within(rendition, 0, RENDITION_BITS)
        || !within(piece, 0, PIECE_BITS)) {
      throw refused();
    }
  }

  /** The piece of an index; refuses one below the first segment's and one over 32 bits. */
  public static LivePiece of(long index) {
    if (index < 0 || index >= END_OF_INDICES) {
      throw refused();
    }
    return new LivePiece(
        (int) (index >> (RENDITION_BITS + PIECE_BITS)),
        (int) (index >> PIECE_BITS) & mask(RENDITION_BITS),
        (int) index & mask(PIECE_BITS));
  }

  /** The number on the wire, 4,096 to 2^32 − 1. */
  public long index() {
    return ((long) number << (RENDITION_BITS + PIECE_BITS)) | (rendition << PIECE_BITS) | piece;
  }

  private static boolean within(int value, int least, int bits) {
    return value >= least && value <= mask(bits);
  }

  private static int mask(int bits) {
    return (1 << bits) - 1;
  }

  private static InvalidContentException refused() {
    return new InvalidContentException(
        Code.GEOMETRY,
        "A live piece has a segment number from 1 to 1048575, a rendition from 0 to 7 and a piece"
            + " from 0 to 511; ask for one of them.");
  }
}
