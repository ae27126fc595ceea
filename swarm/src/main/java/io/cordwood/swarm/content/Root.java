package io.cordwood.swarm.content;

/** A pieces root (BEP 52): the SHA-256 tree over the 16 KiB blocks of a segment. */
public final class Root extends FixedBytes implements Comparable<Root> {
  /** Bytes of a root. */
  public static final int LENGTH = 32;

  private Root(byte[] owned) {
    super(owned, LENGTH, "root");
  }

  /** Takes a copy of {@code bytes}; refuses any other length than {@link #LENGTH}. */
  public static Root of(byte[] bytes) {
    return new Root(bytes.clone());
  }

  /** Reads lower-case hexadecimal digits. */
  public static Root parse(String hex) {
    return new Root(fromHex(hex, LENGTH, "root"));
  }

  /** Names the tree whose top is {@code top}. */
  public static Root of(Hash32 top) {
    return new Root(top.bytes());
  }

  /** The same 32 bytes as a node of a tree: the hash of the only piece of a one-piece segment. */
  public Hash32 asHash() {
    return Hash32.of(shared());
  }

  /** Orders by unsigned bytes. */
  @Override
  public int compareTo(Root other) {
    return compareBytes(other);
  }
}
