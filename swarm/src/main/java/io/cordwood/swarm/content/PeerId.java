package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The name of a peer within a swarm: 20 bytes (BEP 3); the node gives those that begin {@code
 * -CW0001-} (PROTOCOL §1).
 */
public final class PeerId extends FixedBytes implements Comparable<PeerId> {
  /** Bytes of a peer id. */
  public static final int LENGTH = 20;

  private static final byte[] NODE_PREFIX = "-CW0001-".getBytes(StandardCharsets.US_ASCII);

  private PeerId(byte[] owned) {
    super(owned, LENGTH, "peer id");
  }

  /** Takes a copy of {@code bytes}; refuses any other length than {@link #LENGTH}. */
  public static PeerId of(byte[] bytes) {
    return new PeerId(bytes.clone());
  }

  /** Reads lower-case hexadecimal digits. */
  public static PeerId parse(String hex) {
    return new PeerId(fromHex(hex, LENGTH, "peer id"));
  }

  /** Reads one character a byte, as the WebTorrent tracker protocol writes it in JSON. */
  public static PeerId ofLatin1(String text) {
    return new PeerId(fromLatin1(text, LENGTH, "peer id"));
  }

  /**
   * Joins the prefix of ids that a node gives, {@code -CW0001-}, and 12 random bytes made by the
   * caller.
   */
  public static PeerId ofNode(byte[] twelveRandomBytes) {
    var bytes = Arrays.copyOf(NODE_PREFIX, LENGTH);
    if (twelveRandomBytes.length != LENGTH - NODE_PREFIX.length) {
      throw new InvalidContentException(
          Code.ID, "A node's peer id has 12 random bytes after its prefix.");
    }
    System.arraycopy(twelveRandomBytes, 0, bytes, NODE_PREFIX.length, twelveRandomBytes.length);
    return new PeerId(bytes);
  }

  /** True when the id begins as a node's ids do; stock clients begin otherwise. */
  public boolean isOfNode() {
    return Arrays.equals(shared(), 0, NODE_PREFIX.length, NODE_PREFIX, 0, NODE_PREFIX.length);
  }

  /** Orders by unsigned bytes. */
  @Override
  public int compareTo(PeerId other) {
    return compareBytes(other);
  }
}
