package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.Arrays;

/**
 * The hashes of a segment's pieces together with the root they belong to (BEP 52, PROTOCOL §2.3).
 * One that exists agrees with its root, since it is made by hashing the segment or by checking a
 * list against the root. Immutable.
 */
public final class PieceHashes {
  private final PieceLength pieceLength;
  private final long segmentBytes;
  private final byte[] packed;
  private final Root root;

  private PieceHashes(PieceLength pieceLength, long segmentBytes, byte[] owned, Root root) {
    this.pieceLength = pieceLength;
    this.segmentBytes = segmentBytes;
    this.packed = owned;
    this.root = root;
  }

  /** Takes the hashes of a segment that was just read. */
  static PieceHashes hashed(PieceLength pieceLength, long segmentBytes, byte[] owned) {
    return new PieceHashes(pieceLength, segmentBytes, owned, rootOf(pieceLength, owned));
  }

  /**
   * Checks a list from outside, 32 bytes a piece, against a root; refuses one that does not belong
   * to it. For a segment of one piece the list is the root itself.
   */
  public static PieceHashes verify(
      PieceLength pieceLength, long segmentBytes, Root root, byte[] list) {
    if (list.length != (long) pieceLength.pieces(segmentBytes) * Hash32.LENGTH) {
      throw refused("Send one hash of 32 bytes for each piece of the segment");
    }
    var owned = list.clone();
    if (!rootOf(pieceLength, owned).equals(root)) {
      throw refused("These piece hashes belong to another root; fetch them from elsewhere");
    }
    return new PieceHashes(pieceLength, segmentBytes, owned, root);
  }

  private static Root rootOf(PieceLength pieceLength, byte[] packed) {
    int count = packed.length / Hash32.LENGTH;
    if (count == 1) {
      return Root.of(packed);
    }
    var tree = new MerkleTree();
    byte[] pad = tree.topOfMissingLeaves(pieceLength.leaves());
    return Root.of(tree.top(packed, count, MerkleTree.widthFor(count), pad));
  }

  /** The root of the segment. */
  public Root root() {
    return root;
  }

  /** How many pieces the segment has. */
  public int count() {
    return packed.length / Hash32.LENGTH;
  }

  /** The hash of a piece, counted from 0 within the segment. */
  public Hash32 get(int piece) {
    pieceLength.pieceRange(segmentBytes, piece);
    return Hash32.owning(
        Arrays.copyOfRange(packed, piece * Hash32.LENGTH, (piece + 1) * Hash32.LENGTH));
  }

  /** All hashes one after another: the contents of a piece layer. */
  public byte[] bytes() {
    return packed.clone();
  }

  /** The same segment's hashes in longer pieces; nothing is read again. */
  public PieceHashes inPiecesOf(PieceLength longer) {
    int each = longer.bytes() / pieceLength.bytes();
    if (each < 1) {
      throw refused("Pieces of " + longer.bytes() + " bytes are shorter than these");
    }
    int count = longer.pieces(segmentBytes);
    if (count == 1) {
      return new PieceHashes(longer, segmentBytes, root.bytes(), root);
    }
    var tree = new MerkleTree();
    byte[] pad = tree.topOfMissingLeaves(pieceLength.leaves());
    byte[] tops = new byte[count * Hash32.LENGTH];
    for (int i = 0; i < count; i++) {
      int from = i * each;
      int here = Math.min(each, count() - from);
      byte[] nodes =
          Arrays.copyOfRange(packed, from * Hash32.LENGTH, (from + here) * Hash32.LENGTH);
      System.arraycopy(tree.top(nodes, here, each, pad), 0, tops, i * Hash32.LENGTH, Hash32.LENGTH);
    }
    return new PieceHashes(longer, segmentBytes, tops, root);
  }

  /** True when there is a piece layer: the segment has more than one piece. */
  public boolean hasLayer() {
    return count() > 1;
  }

  /** True when {@code bytes} are exactly the given piece of the segment. */
  public boolean matches(int piece, byte[] bytes) {
    if (bytes.length != pieceLength.pieceRange(segmentBytes, piece).length()) {
      return false;
    }
    var hasher = new SegmentHasher(pieceLength);
    hasher.update(bytes, 0, bytes.length);
    return hasher.pieceHash(hasLayer()).equals(get(piece));
  }

  private static InvalidContentException refused(String sentence) {
    return new InvalidContentException(Code.HASH, sentence + ".");
  }
}
