package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;

/**
 * Hashes a segment as it streams by (BEP 52, PROTOCOL §2.3). It holds the leaves of one piece and
 * 32 bytes for each piece before, never the segment. For one thread; used once.
 */
public final class SegmentHasher {
  private final PieceLength pieceLength;
  private final MessageDigest leaf = Digests.sha256();
  private final MerkleTree tree = new MerkleTree();
  private final ByteArrayOutputStream leaves = new ByteArrayOutputStream();
  private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
  private int bytesOfLeaf;
  private long segmentBytes;

  /** Starts an empty segment. */
  public SegmentHasher(PieceLength pieceLength) {
    this.pieceLength = pieceLength;
  }

  /** Takes the next bytes of the segment. */
  public void update(byte[] bytes, int offset, int length) {
    int at = offset;
    int left = length;
    while (left > 0) {
      closePieceIfFull();
      int taken = Math.min(left, PieceLength.BLOCK_BYTES - bytesOfLeaf);
      leaf.update(bytes, at, taken);
      bytesOfLeaf += taken;
      closeLeafIf(bytesOfLeaf == PieceLength.BLOCK_BYTES);
      at += taken;
      left -= taken;
      segmentBytes += taken;
    }
  }

  /** Ends the segment; refuses an empty one. */
  public PieceHashes finish() {
    if (segmentBytes == 0) {
      throw new InvalidContentException(
          Code.GEOMETRY, "A segment has at least one byte; leave out empty files.");
    }
    boolean oneOfMany = pieces.size() > 0;
    pieces.writeBytes(pieceHash(oneOfMany).shared());
    return PieceHashes.hashed(pieceLength, segmentBytes, pieces.toByteArray());
  }

  /**
   * The hash of the piece that just ended; one of many has missing leaves up to its full length.
   */
  Hash32 pieceHash(boolean oneOfMany) {
    closeLeafIf(bytesOfLeaf > 0);
    int count = leaves.size() / Hash32.LENGTH;
    int width = oneOfMany ? pieceLength.leaves() : MerkleTree.widthFor(count);
    return Hash32.owning(tree.top(leaves.toByteArray(), count, width, new byte[Hash32.LENGTH]));
  }

  private void closePieceIfFull() {
    if (leaves.size() == pieceLength.leaves() * Hash32.LENGTH) {
      pieces.writeBytes(pieceHash(true).shared());
      leaves.reset();
    }
  }

  private void closeLeafIf(boolean full) {
    if (full) {
      leaves.writeBytes(leaf.digest());
      bytesOfLeaf = 0;
    }
  }
}
