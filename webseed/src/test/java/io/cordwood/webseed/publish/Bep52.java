package io.cordwood.webseed.publish;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The pieces root of BEP 52 written a second time, in the plainest way. */
final class Bep52 {
  private Bep52() {}

  /** The root over 16 KiB leaves padded with zero hashes to a power of two. */
  static byte[] root(byte[] bytes) {
    List<byte[]> row = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += 16_384) {
      row.add(sha256(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 16_384))));
    }
    while (Integer.bitCount(row.size()) != 1) {
      row.add(new byte[32]);
    }
    while (row.size() > 1) {
      List<byte[]> above = new ArrayList<>();
      for (int i = 0; i < row.size(); i += 2) {
        above.add(sha256(row.get(i), row.get(i + 1)));
      }
      row = above;
    }
    return row.getFirst();
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
