package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A byte string of bencoding; ordered by unsigned bytes, as the keys of a dictionary are (BEP 3).
 */
public final class BencodeString implements BencodeValue, Comparable<BencodeString> {
  private final byte[] bytes;

  private BencodeString(byte[] owned) {
    this.bytes = owned;
  }

  /** Takes a copy of {@code bytes}. */
  public static BencodeString of(byte[] bytes) {
    return new BencodeString(bytes.clone());
  }

  /** The UTF-8 bytes of {@code text}. */
  public static BencodeString of(String text) {
    return new BencodeString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The bytes of an id or hash. */
  public static BencodeString of(FixedBytes value) {
    return new BencodeString(value.shared());
  }

  static BencodeString owning(byte[] owned) {
    return new BencodeString(owned);
  }

  /** How many bytes it has. */
  public int length() {
    return bytes.length;
  }

  /** The bytes, as a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The bytes as text; refuses what is not UTF-8. */
  public String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidContentException(Code.BENCODE, "This string is text: encode it as UTF-8.");
    }
  }

  byte[] shared() {
    return bytes;
  }

  @Override
  public int compareTo(BencodeString other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BencodeString that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The bytes in hexadecimal, so that a stranger's bytes never reach a terminal raw. */
  @Override
  public String toString() {
    return "BencodeString[" + HexFormat.of().formatHex(bytes) + "]";
  }
}
