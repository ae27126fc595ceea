package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable value of a fixed number of bytes; equal when type and bytes are. Safe on every
 * thread.
 */
public abstract sealed class FixedBytes
    permits SwarmId, PeerId, OfferId, Root, Hash32, Sha1, ChannelKey {
  private final byte[] bytes;
  private final int hash;

  FixedBytes(byte[] owned, int length, String what) {
    if (owned.length != length) {
      throw new InvalidContentException(
          Code.ID,
          "A " + what + " has " + length + " bytes, not " + owned.length + "; send all of them.");
    }
    this.bytes = owned;
    this.hash = Arrays.hashCode(owned);
  }

  static byte[] fromHex(String hex, int length, String what) {
    if (hex == null
        || hex.length() != 2 * length
        || !hex.chars().allMatch(FixedBytes::isLowerHexDigit)) {
      throw new InvalidContentException(
          Code.ID,
          "A " + what + " is written as " + 2 * length + " lower-case hexadecimal digits.");
    }
    return HexFormat.of().parseHex(hex);
  }

  static byte[] fromLatin1(String text, int length, String what) {
    if (text == null || text.length() != length || text.chars().anyMatch(c -> c > 0xff)) {
      throw new InvalidContentException(
          Code.ID, "A " + what + " as a binary string has " + length + " characters below U+0100.");
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isLowerHexDigit(int c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
  }

  /** The bytes, as a copy. */
  public final byte[] bytes() {
    return bytes.clone();
  }

  /** One of the bytes. */
  public final byte byteAt(int index) {
    return bytes[index];
  }

  /** How many bytes this type has. */
  public final int length() {
    return bytes.length;
  }

  /** Writes the bytes at the buffer's position. */
  public final void writeTo(ByteBuffer target) {
    target.put(bytes);
  }

  /** Lower-case hexadecimal digits, as in JSON and paths (PROTOCOL §1). */
  public final String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /** One character a byte, as the WebTorrent tracker protocol writes ids in JSON. */
  public final String latin1() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  final byte[] shared() {
    return bytes;
  }

  final int compareBytes(FixedBytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof FixedBytes that
        && getClass() == that.getClass()
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public final int hashCode() {
    return hash;
  }

  /** The hexadecimal form. */
  @Override
  public final String toString() {
    return hex();
  }
}
