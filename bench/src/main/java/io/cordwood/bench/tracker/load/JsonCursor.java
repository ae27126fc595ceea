package io.cordwood.bench.tracker.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A place in JSON text that moves on by whole values (RFC 8259). Not thread-safe. */
final class JsonCursor {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long QUOTES = 0x2222222222222222L;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private byte[] bytes;
  private int at;
  private int end;

  /** The text is no JSON. */
  static final class Malformed extends RuntimeException {
    Malformed(String what) {
      super(what, null, false, false);
    }
  }

  void set(byte[] text, int from, int to) {
    bytes = text;
    at = from;
    end = to;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Moves over this character, which has to be there. */
  void expect(char wanted) {
    if (!take(wanted)) {
      throw new Malformed("no " + wanted);
    }
  }

  /** Moves over this character if it is there. */
  boolean take(char wanted) {
    space();
    if (at < end && bytes[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  /** Nothing may follow. */
  void end() {
    space();
    if (at != end) {
      throw new Malformed("more behind the message");
    }
  }

  /** Moves over a string and says where its inside lies. */
  void string(Message.Place place) {
    expect('"');
    var from = at;
    at = closing(from);
    place.set(from, at);
    at++;
  }

  /** Moves over a number; {@link Message#NO_INTEGER} when it is anything else. */
  long integer() {
    space();
    var from = at;
    var negative = at < end && bytes[at] == '-';
    at += negative ? 1 : 0;
    var number = 0L;
    var digits = 0;
    for (; at < end && bytes[at] >= '0' && bytes[at] <= '9' && digits < 18; at++, digits++) {
      number = number * 10 + bytes[at] - '0';
    }
    if (digits > 0 && at < end && (bytes[at] == ',' || bytes[at] == '}' || bytes[at] == ' ')) {
      return negative ? -number : number;
    }
    at = from;
    skip();
    return Message.NO_INTEGER;
  }

  /** Moves over any value. */
  void skip() {
    space();
    var depth = 0;
    do {
      if (at >= end) {
        throw new Malformed("it ends within a value");
      }
      var c = bytes[at];
      if (c == '"') {
        at = closing(at + 1) + 1;
      } else if (c == '{' || c == '[') {
        depth++;
        at++;
      } else if (c == '}' || c == ']') {
        depth--;
        at++;
      } else if (c == ',' || c == ':' || c == ' ') {
        at++;
      } else {
        literal();
      }
    } while (depth > 0);
  }

  private void literal() {
    var from = at;
    while (at < end && (Character.isLetterOrDigit(bytes[at]) || "+-.".indexOf(bytes[at]) >= 0)) {
      at++;
    }
    if (at == from) {
      throw new Malformed("a stray character");
    }
  }

  private void space() {
    while (at < end
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
      at++;
    }
  }

  /** Where the quote is that ends the string; eight bytes are looked at together. */
  private int closing(int from) {
    var i = from;
    while (i < end) {
      while (i + Long.BYTES <= end && !hasQuote((long) LONGS.get(bytes, i))) {
        i += Long.BYTES;
      }
      while (i < end && bytes[i] != '"') {
        i++;
      }
      if (i < end && !escaped(i, from)) {
        return i;
      }
      i++;
    }
    throw new Malformed("a string without an end");
  }

  private static boolean hasQuote(long eight) {
    var zero = eight ^ QUOTES;
    return (zero - ONES & ~zero & HIGH_BITS) != 0;
  }

  private boolean escaped(int quote, int from) {
    var i = quote;
    while (i > from && bytes[i - 1] == '\\') {
      i--;
    }
    return (quote - i & 1) == 1;
  }
}
