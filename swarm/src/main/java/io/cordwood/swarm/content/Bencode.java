package io.cordwood.swarm.content;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Strict bencoding (BEP 3): one value has one encoding, so what was decoded and is encoded again is
 * the same bytes.
 *
 * <p>Refused with a typed error: keys out of order or twice, leading zeros, {@code -0}, integers
 * over 64 bits, lengths past the end, bytes after the value, and whatever exceeds the {@link
 * BencodeLimits}.
 */
public final class Bencode {
  private Bencode() {}

  /**
   * A dictionary and where the value of each of its keys lies in the input, for instance the exact
   * bytes of {@code info}.
   */
  public record Located(BencodeDictionary dictionary, Map<BencodeString, ByteRange> ranges) {
    /** Keeps an immutable copy. */
    public Located {
      ranges = Map.copyOf(ranges);
    }
  }

  /** Decodes an input that is one value and nothing else. */
  public static BencodeValue decode(byte[] input, BencodeLimits limits) {
    var decoder = new BencodeDecoder(input, limits);
    var value = decoder.value();
    decoder.requireEnd();
    return value;
  }

  /** Decodes an input that is one dictionary and nothing else. */
  public static BencodeDictionary decodeDictionary(byte[] input, BencodeLimits limits) {
    return decodeLocated(input, limits).dictionary();
  }

  /** Decodes an input that is one dictionary and keeps the byte range of each of its values. */
  public static Located decodeLocated(byte[] input, BencodeLimits limits) {
    var decoder = new BencodeDecoder(input, limits);
    var located = decoder.locatedDictionary();
    decoder.requireEnd();
    return located;
  }

  /** Encodes a value. */
  public static byte[] encode(BencodeValue value) {
    var out = new ByteArrayOutputStream();
    write(value, out);
    return out.toByteArray();
  }

  private static void write(BencodeValue value, ByteArrayOutputStream out) {
    switch (value) {
      case BencodeInteger integer -> ascii("i" + integer.value() + "e", out);
      case BencodeString string -> writeString(string, out);
      case BencodeList list -> {
        out.write('l');
        list.values().forEach(element -> write(element, out));
        out.write('e');
      }
      case BencodeDictionary dictionary -> {
        out.write('d');
        dictionary
            .entries()
            .forEach(
                (key, element) -> {
                  writeString(key, out);
                  write(element, out);
                });
        out.write('e');
      }
    }
  }

  private static void writeString(BencodeString string, ByteArrayOutputStream out) {
    ascii(string.length() + ":", out);
    out.writeBytes(string.shared());
  }

  private static void ascii(String text, ByteArrayOutputStream out) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
