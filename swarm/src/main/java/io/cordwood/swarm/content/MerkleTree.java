package io.cordwood.swarm.content;

import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The balanced SHA-256 trees of BEP 52 over packed 32-byte nodes. For one thread, as its digest is.
 */
final class MerkleTree {
  private static final int NODE = Hash32.LENGTH;

  private final MessageDigest sha256 = Digests.sha256();

  /**
   * The top of a tree over {@code count} nodes, padded with {@code pad} to {@code width}, a power
   * of two.
   */
  byte[] top(byte[] nodes, int count, int width, byte[] pad) {
    var level = new byte[width * NODE];
    System.arraycopy(nodes, 0, level, 0, count * NODE);
    for (int i = count; i < width; i++) {
      System.arraycopy(pad, 0, level, i * NODE, NODE);
    }
    for (int nodesLeft = width; nodesLeft > 1; nodesLeft /= 2) {
      halve(level, nodesLeft);
    }
    return Arrays.copyOf(level, NODE);
  }

  /** The top of a tree of {@code width} missing leaves. */
  byte[] topOfMissingLeaves(int width) {
    return top(new byte[0], 0, width, new byte[NODE]);
  }

  /** The least power of two that is not below {@code count}. */
  static int widthFor(int count) {
    return count == 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
  }

  private void halve(byte[] level, int nodes) {
    try {
      for (int i = 0; i < nodes; i += 2) {
        sha256.update(level, i * NODE, 2 * NODE);
        sha256.digest(level, i / 2 * NODE, NODE);
      }
    } catch (DigestException e) {
      throw new IllegalStateException("A SHA-256 fits into 32 bytes; report this as a defect.", e);
    }
  }
}
