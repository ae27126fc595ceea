package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A dictionary of bencoding; iterates in the raw byte order of its keys, which is the order on the
 * wire (BEP 3).
 */
public final class BencodeDictionary implements BencodeValue {
  private final SortedMap<BencodeString, BencodeValue> entries;

  private BencodeDictionary(SortedMap<BencodeString, BencodeValue> owned) {
    this.entries = Collections.unmodifiableSortedMap(owned);
  }

  /** Keeps a copy of {@code entries}. */
  public static BencodeDictionary of(Map<BencodeString, BencodeValue> entries) {
    return new BencodeDictionary(new TreeMap<>(entries));
  }

  static BencodeDictionary owning(SortedMap<BencodeString, BencodeValue> owned) {
    return new BencodeDictionary(owned);
  }

  /** Starts an empty dictionary; keys may be put in any order. */
  public static Builder builder() {
    return new Builder();
  }

  /** The entries in wire order; cannot be changed. */
  public SortedMap<BencodeString, BencodeValue> entries() {
    return entries;
  }

  /** The value of a key that is text, if it is there. */
  public Optional<BencodeValue> get(String key) {
    return Optional.ofNullable(entries.get(BencodeString.of(key)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BencodeDictionary that && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return "BencodeDictionary" + entries;
  }

  /** Collects the entries of one dictionary; for one thread. */
  public static final class Builder {
    private final SortedMap<BencodeString, BencodeValue> entries = new TreeMap<>();

    private Builder() {}

    /** Adds an entry; a key is put once. */
    public Builder put(BencodeString key, BencodeValue value) {
      if (entries.putIfAbsent(key, value) != null) {
        throw new InvalidContentException(
            Code.BENCODE, "A dictionary has each key once; put it once.");
      }
      return this;
    }

    /** Adds an entry whose key is text. */
    public Builder put(String key, BencodeValue value) {
      return put(BencodeString.of(key), value);
    }

    /** Adds an integer. */
    public Builder put(String key, long value) {
      return put(key, new BencodeInteger(value));
    }

    /** Adds text as UTF-8. */
    public Builder put(String key, String text) {
      return put(key, BencodeString.of(text));
    }

    /** Adds the bytes of an id or hash. */
    public Builder put(String key, FixedBytes value) {
      return put(key, BencodeString.of(value));
    }

    /** The dictionary of what was put so far. */
    public BencodeDictionary build() {
      return BencodeDictionary.of(entries);
    }
  }
}
