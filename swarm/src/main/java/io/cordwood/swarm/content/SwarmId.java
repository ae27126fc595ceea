package io.cordwood.swarm.content;

/**
 * The name of a swarm: 20 bytes; a film's is the SHA-1 of its torrent's {@code info} (PROTOCOL §1).
 */
public final class SwarmId extends FixedBytes implements Comparable<SwarmId> {
  /** Bytes of a swarm. */
  public static final int LENGTH = 20;

  private SwarmId(byte[] owned) {
    super(owned, LENGTH, "swarm");
  }

  /** Takes a copy of {@code bytes}; refuses any other length than {@link #LENGTH}. */
  public static SwarmId of(byte[] bytes) {
    return new SwarmId(bytes.clone());
  }

  /** Reads lower-case hexadecimal digits. */
  public static SwarmId parse(String hex) {
    return new SwarmId(fromHex(hex, LENGTH, "swarm"));
  }

  /** Reads one character a byte, as the WebTorrent tracker protocol writes it in JSON. */
  public static SwarmId ofLatin1(String text) {
    return new SwarmId(fromLatin1(text, LENGTH, "swarm"));
  }

  /** Orders by unsigned bytes. */
  @Override
  public int compareTo(SwarmId other) {
    return compareBytes(other);
  }
}
