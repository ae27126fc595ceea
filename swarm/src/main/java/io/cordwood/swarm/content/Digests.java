package io.cordwood.swarm.content;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Fresh digests of the two algorithms that every JDK has. */
final class Digests {
  private Digests() {}

  static MessageDigest sha256() {
    return digest("SHA-256");
  }

  static MessageDigest sha1() {
    return digest("SHA-1");
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has " + algorithm + "; run Cordwood on one.", e);
    }
  }
}
