package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;

/**
 * The length of a title's pieces, and the only class that divides by it (PROTOCOL §2.3). Pieces of
 * a segment are counted from its start; every one has {@link #bytes()} but the last, which may have
 * fewer. Immutable.
 *
 * @param bytes a power of two from 16,384 to 16,777,216
 */
public record PieceLength(int bytes) {
  /** The unit of requests and the leaf of trees: 16 KiB (BEP 3, BEP 52). */
  public static final int BLOCK_BYTES = 16_384;

  /** The longest piece. */
  public static final int MAX_BYTES = 16_777_216;

  /**
   * The most pieces of a title, so that a bitfield fits well into one message of the wire (PROTOCOL
   * §6).
   */
  public static final int MAX_PIECES = 1 << 20;

  /**
   * Live: one block (PROTOCOL §2.5), so that what a viewer has of a new segment is passed on at
   * once.
   */
  public static final PieceLength LIVE = new PieceLength(BLOCK_BYTES);

  /** Films and recordings: 64 KiB (PROTOCOL §2.3), since a piece is passed on when all is here. */
  public static final PieceLength USUAL = new PieceLength(65_536);

  /** Titles so large that their lists of pieces would be: 256 KiB (PROTOCOL §2.3). */
  public static final PieceLength LARGE = new PieceLength(262_144);

  /** 2^19 of the usual pieces: their hashes have 16 MiB. */
  private static final long LARGE_FROM_BYTES = 32L << 30;

  /** Refuses a length that is no power of two or outside the bounds. */
  public PieceLength {
    if (bytes < BLOCK_BYTES || bytes > MAX_BYTES || Integer.bitCount(bytes) != 1) {
      throw refused(
          "A piece length is a power of two from 16384 to 16777216; choose 65536 or 262144");
    }
  }

  /** The piece length of a film whose files have so many bytes in all. */
  public static PieceLength forFilm(long bytes) {
    return bytes < LARGE_FROM_BYTES ? USUAL : LARGE;
  }

  /** Reads a piece length from outside, where it may be any integer. */
  public static PieceLength of(long bytes) {
    return new PieceLength(bytes < 0 || bytes > MAX_BYTES ? 0 : (int) bytes);
  }

  /** How many leaves the tree of a whole piece has. */
  public int leaves() {
    return bytes / BLOCK_BYTES;
  }

  /**
   * How many pieces a segment has; refuses one that is empty or has more than {@link #MAX_PIECES}.
   */
  public int pieces(long segmentBytes) {
    long pieces = segmentBytes < 1 ? 0 : (segmentBytes - 1) / bytes + 1;
    if (pieces < 1 || pieces > MAX_PIECES) {
      throw refused(
          "A segment has at least one byte and at most " + MAX_PIECES + " pieces; split it");
    }
    return (int) pieces;
  }

  /** How many bytes the last piece of a segment has. */
  public int lastPieceBytes(long segmentBytes) {
    return (int) (segmentBytes - (pieces(segmentBytes) - 1L) * bytes);
  }

  /** How many zeros lie between a segment's end and the next piece. */
  public int padBytes(long segmentBytes) {
    return bytes - lastPieceBytes(segmentBytes);
  }

  /** Where a piece lies in its segment; refuses one outside it. */
  public ByteRange pieceRange(long segmentBytes, int piece) {
    int pieces = pieces(segmentBytes);
    if (piece < 0 || piece >= pieces) {
      throw refused("This segment has the pieces 0 to " + (pieces - 1) + "; ask for one of them");
    }
    int length = piece == pieces - 1 ? lastPieceBytes(segmentBytes) : bytes;
    return new ByteRange((long) piece * bytes, length);
  }

  /** The piece of a segment in which a byte lies; refuses one outside it. */
  public int pieceAt(long segmentBytes, long offset) {
    if (offset < 0 || offset >= segmentBytes) {
      throw refused("This segment has " + segmentBytes + " bytes; ask for one of them");
    }
    return (int) (offset / bytes);
  }

  /** Where a whole number of pieces ends. */
  public long endOf(int pieces) {
    return (long) pieces * bytes;
  }

  /** How many blocks a piece of {@code pieceBytes} has. */
  public static int blocks(int pieceBytes) {
    return (pieceBytes - 1) / BLOCK_BYTES + 1;
  }

  /**
   * How many bytes a block has: 16 KiB, the last of a piece fewer; refuses a block outside the
   * piece.
   */
  public static int blockBytes(int pieceBytes, int block) {
    if (block < 0 || block >= blocks(pieceBytes)) {
      throw refused("This piece has " + blocks(pieceBytes) + " blocks; ask for one of them");
    }
    return Math.min(BLOCK_BYTES, pieceBytes - block * BLOCK_BYTES);
  }

  private static InvalidContentException refused(String sentence) {
    return new InvalidContentException(Code.GEOMETRY, sentence + ".");
  }
}
