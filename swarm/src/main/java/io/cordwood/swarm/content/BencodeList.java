package io.cordwood.swarm.content;

import java.util.List;

/** A list of bencoding. */
public record BencodeList(List<BencodeValue> values) implements BencodeValue {
  /** Keeps an immutable copy. */
  public BencodeList {
    values = List.copyOf(values);
  }

  /** A list of the given values in order. */
  public static BencodeList of(BencodeValue... values) {
    return new BencodeList(List.of(values));
  }
}
