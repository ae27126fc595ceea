package io.cordwood.swarm.content;

/** A SHA-256: a leaf, node or piece hash of a tree, or the hash of a records file. */
public final class Hash32 extends FixedBytes implements Comparable<Hash32> {
  /** Bytes of a SHA-256 hash. */
  public static final int LENGTH = 32;

  private Hash32(byte[] owned) {
    super(owned, LENGTH, "SHA-256 hash");
  }

  /** Takes a copy of {@code bytes}; refuses any other length than {@link #LENGTH}. */
  public static Hash32 of(byte[] bytes) {
    return new Hash32(bytes.clone());
  }

  /** Reads lower-case hexadecimal digits. */
  public static Hash32 parse(String hex) {
    return new Hash32(fromHex(hex, LENGTH, "SHA-256 hash"));
  }

  /** The SHA-256 of {@code bytes}. */
  public static Hash32 sha256(byte[] bytes) {
    return new Hash32(Digests.sha256().digest(bytes));
  }

  static Hash32 owning(byte[] owned) {
    return new Hash32(owned);
  }

  /** Orders by unsigned bytes. */
  @Override
  public int compareTo(Hash32 other) {
    return compareBytes(other);
  }
}
