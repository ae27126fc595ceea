package io.cordwood.swarm.content;

/**
 * The name that its maker gave to one offer: 20 bytes of the WebTorrent tracker protocol, opaque to
 * everyone else.
 */
public final class OfferId extends FixedBytes implements Comparable<OfferId> {
  /** Bytes of an offer's name. */
  public static final int LENGTH = 20;

  private OfferId(byte[] owned) {
    super(owned, LENGTH, "offer id");
  }

  /** Takes a copy of {@code bytes}; refuses any other length than {@link #LENGTH}. */
  public static OfferId of(byte[] bytes) {
    return new OfferId(bytes.clone());
  }

  /** Reads one character a byte, as the WebTorrent tracker protocol writes it in JSON. */
  public static OfferId ofLatin1(String text) {
    return new OfferId(fromLatin1(text, LENGTH, "offer id"));
  }

  /** Orders by unsigned bytes. */
  @Override
  public int compareTo(OfferId other) {
    return compareBytes(other);
  }
}
