package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * One pass over one input. Nothing is allocated before the bytes that fill it were seen, so memory
 * is bounded by the input and {@link BencodeLimits#maxValues()}. For one thread.
 */
final class BencodeDecoder {
  private final byte[] input;
  private final BencodeLimits limits;
  private int position;
  private int depth;
  private int values;

  BencodeDecoder(byte[] input, BencodeLimits limits) {
    if (input.length > limits.maxBytes()) {
      throw tooBig("at most " + limits.maxBytes() + " bytes");
    }
    this.input = input;
    this.limits = limits;
  }

  void requireEnd() {
    if (position != input.length) {
      throw broken("End the input after the value");
    }
  }

  BencodeValue value() {
    return switch (peek()) {
      case 'i' -> integer();
      case 'l' -> list();
      case 'd' -> BencodeDictionary.owning(dictionary((key, range) -> {}));
      case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> string();
      default -> throw broken("Start a value with i, l, d or a digit");
    };
  }

  Bencode.Located locatedDictionary() {
    if (peek() != 'd') {
      throw broken("Send a dictionary");
    }
    Map<BencodeString, ByteRange> ranges = new HashMap<>();
    var dictionary = BencodeDictionary.owning(dictionary(ranges::put));
    return new Bencode.Located(dictionary, ranges);
  }

  private BencodeInteger integer() {
    count();
    position++;
    boolean negative = peek() == '-';
    if (negative) {
      position++;
    }
    int first = position;
    long value = digits(negative, 'e');
    if (negative && input[first] == '0') {
      throw broken("Write zero as i0e");
    }
    return new BencodeInteger(value);
  }

  private BencodeString string() {
    count();
    long length = digits(false, ':');
    if (length > input.length - position) {
      throw broken("Send all bytes that a string's length announces");
    }
    int start = position;
    position += (int) length;
    return BencodeString.owning(Arrays.copyOfRange(input, start, position));
  }

  /**
   * Reads decimal digits and the byte that ends them; counts downwards, since 64 bits reach further
   * there.
   */
  private long digits(boolean negative, char end) {
    int first = position;
    long value = 0;
    while (peek() >= '0' && peek() <= '9') {
      int digit = input[position] - '0';
      if (value < (Long.MIN_VALUE + digit) / 10) {
        throw broken("Keep numbers within 64 bits");
      }
      value = value * 10 - digit;
      position++;
    }
    boolean leadingZero = position - first > 1 && input[first] == '0';
    if (position == first || leadingZero || peek() != end) {
      throw broken("Write numbers in decimal digits without leading zeros");
    }
    if (!negative && value == Long.MIN_VALUE) {
      throw broken("Keep numbers within 64 bits");
    }
    position++;
    return negative ? value : -value;
  }

  private BencodeList list() {
    enter();
    var elements = new ArrayList<BencodeValue>();
    while (peek() != 'e') {
      elements.add(value());
    }
    leave();
    return new BencodeList(elements);
  }

  private SortedMap<BencodeString, BencodeValue> dictionary(
      BiConsumer<BencodeString, ByteRange> located) {
    enter();
    var entries = new TreeMap<BencodeString, BencodeValue>();
    while (peek() != 'e') {
      var key = key(entries);
      int start = position;
      entries.put(key, value());
      located.accept(key, new ByteRange(start, position - start));
    }
    leave();
    return entries;
  }

  private BencodeString key(TreeMap<BencodeString, BencodeValue> before) {
    if (peek() < '0' || peek() > '9') {
      throw broken("Make every key of a dictionary a string");
    }
    var key = string();
    if (!before.isEmpty() && before.lastKey().compareTo(key) >= 0) {
      throw broken("Sort the keys of a dictionary by their bytes, each key once");
    }
    return key;
  }

  private void enter() {
    count();
    position++;
    if (++depth > limits.maxDepth()) {
      throw tooBig("at most " + limits.maxDepth() + " lists and dictionaries within one another");
    }
  }

  private void leave() {
    depth--;
    position++;
  }

  private void count() {
    if (++values > limits.maxValues()) {
      throw tooBig("at most " + limits.maxValues() + " values");
    }
  }

  private int peek() {
    if (position == input.length) {
      throw broken("Send the whole value; it ends too early");
    }
    return input[position];
  }

  private InvalidContentException broken(String advice) {
    return new InvalidContentException(
        Code.BENCODE, advice + " (BEP 3, at byte " + position + ").");
  }

  private static InvalidContentException tooBig(String bound) {
    return new InvalidContentException(Code.TOO_BIG, "Send " + bound + ".");
  }
}
