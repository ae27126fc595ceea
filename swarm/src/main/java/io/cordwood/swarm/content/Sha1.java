package io.cordwood.swarm.content;

/** A SHA-1: the hash of a piece in a torrent's v1 view (BEP 3). */
public final class Sha1 extends FixedBytes implements Comparable<Sha1> {
  /** Bytes of a SHA-1 hash. */
  public static final int LENGTH = 20;

  private Sha1(byte[] owned) {
    super(owned, LENGTH, "SHA-1 hash");
  }

  /** Takes a copy of {@code bytes}; refuses any other length than {@link #LENGTH}. */
  public static Sha1 of(byte[] bytes) {
    return new Sha1(bytes.clone());
  }

  /** Reads lower-case hexadecimal digits. */
  public static Sha1 parse(String hex) {
    return new Sha1(fromHex(hex, LENGTH, "SHA-1 hash"));
  }

  /** The SHA-1 of {@code bytes}. */
  public static Sha1 sha1(byte[] bytes) {
    return new Sha1(Digests.sha1().digest(bytes));
  }

  /** Orders by unsigned bytes. */
  @Override
  public int compareTo(Sha1 other) {
    return compareBytes(other);
  }
}
