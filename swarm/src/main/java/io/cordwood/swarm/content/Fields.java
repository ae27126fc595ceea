package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the fields of a bencoded dictionary that has a fixed form, and refuses with one code and
 * the name of the field what does not have it. Immutable.
 */
public final class Fields {
  private final BencodeDictionary dictionary;
  private final Code code;
  private final String what;

  /** Reads {@code dictionary}, called {@code what} in sentences ("A record"). */
  public Fields(BencodeDictionary dictionary, Code code, String what) {
    this.dictionary = dictionary;
    this.code = code;
    this.what = what;
  }

  /** Reads a value that must be a dictionary. */
  public static Fields of(BencodeValue value, Code code, String what) {
    if (value instanceof BencodeDictionary dictionary) {
      return new Fields(dictionary, code, what);
    }
    throw new InvalidContentException(code, what + " is a dictionary; send one.");
  }

  /** Refuses a missing key and any other key. */
  public Fields exactly(Set<String> keys) {
    var expected = new TreeSet<BencodeString>();
    keys.forEach(key -> expected.add(BencodeString.of(key)));
    if (!dictionary.entries().keySet().equals(expected)) {
      throw new InvalidContentException(
          code, what + " has exactly the keys " + new TreeSet<>(keys) + "; send these.");
    }
    return this;
  }

  /** True when the key is there. */
  public boolean has(String key) {
    return dictionary.get(key).isPresent();
  }

  /** An integer from {@code min} to {@code max}, both included. */
  public long integer(String key, long min, long max) {
    if (require(key) instanceof BencodeInteger(long value) && value >= min && value <= max) {
      return value;
    }
    throw refused(key, "an integer from " + min + " to " + max);
  }

  /** A byte string of at most {@code maxBytes}. */
  public BencodeString string(String key, int maxBytes) {
    if (require(key) instanceof BencodeString string && string.length() <= maxBytes) {
      return string;
    }
    throw refused(key, "a string of at most " + maxBytes + " bytes");
  }

  /** A string of at most {@code maxBytes} that is UTF-8. */
  public String text(String key, int maxBytes) {
    return string(key, maxBytes).text();
  }

  /** A byte string of exactly {@code length} bytes. */
  public byte[] bytes(String key, int length) {
    var string = string(key, length);
    if (string.length() != length) {
      throw refused(key, "a string of exactly " + length + " bytes");
    }
    return string.bytes();
  }

  /** A list of at most {@code maxElements}. */
  public List<BencodeValue> list(String key, int maxElements) {
    if (require(key) instanceof BencodeList(var values) && values.size() <= maxElements) {
      return values;
    }
    throw refused(key, "a list of at most " + maxElements + " elements");
  }

  /** A dictionary. */
  public BencodeDictionary dictionary(String key) {
    if (require(key) instanceof BencodeDictionary found) {
      return found;
    }
    throw refused(key, "a dictionary");
  }

  private BencodeValue require(String key) {
    return dictionary.get(key).orElseThrow(() -> refused(key, "present"));
  }

  private InvalidContentException refused(String key, String form) {
    return new InvalidContentException(
        code, what + "'s '" + key + "' is " + form + "; send it so.");
  }
}
