package io.cordwood.swarm.wire.tracker;

/**
 * One pass over the bytes of one JSON text (RFC 8259) that checks its grammar, its UTF-8 and its
 * depth as it goes. Used by one thread, once.
 *
 * <p>{@link #at} is always the next byte to read. After a string or a number, {@link #from} and
 * {@link #to} are its text, without the quotes. Throws {@link NotAMessage} at the first fault.
 */
final class JsonCursor {
  /** Objects and arrays inside one another at most. */
  static final int MAX_DEPTH = 16;

  /** What {@link #peek} returns where no byte is left. */
  static final int END = -1;

  final byte[] bytes;
  final int end;
  int at;
  int from;
  int to;

  /** The string has neither escapes nor characters outside ASCII: its bytes are its text. */
  boolean plain;

  private int depth;

  JsonCursor(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /** Skips blanks; the next byte, not yet read, or {@link #END}. */
  int peek() {
    while (at < end) {
      byte next = bytes[at];
      if (next > ' ' || next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        return next & 0xff;
      }
      at++;
    }
    return END;
  }

  /** Reads the bracket that {@link #peek} has seen; true when a first member or element follows. */
  boolean enter(char close) {
    if (++depth > MAX_DEPTH) {
      throw NotAMessage.TOO_DEEP;
    }
    at++;
    if (peek() == close) {
      leave();
      return false;
    }
    return true;
  }

  /** Reads what follows a member or element; true when another one comes. */
  boolean more(char close) {
    int next = peek();
    if (next == ',') {
      at++;
      return true;
    }
    if (next != close) {
      throw NotAMessage.NOT_JSON;
    }
    leave();
    return false;
  }

  private void leave() {
    depth--;
    at++;
  }

  /** Reads a member's name and the colon after it. */
  void name() {
    string();
    if (peek() != ':') {
      throw NotAMessage.NOT_JSON;
    }
    at++;
  }

  /** Reads a string. */
  void string() {
    openString();
    plain = true;
    int i = plainEnd(at);
    while (!closesString(i)) {
      plain = false;
      i = plainEnd(oddEnd(i));
    }
  }

  /** Reads the quote that begins a string. */
  void openString() {
    if (peek() != '"') {
      throw NotAMessage.NOT_JSON;
    }
    from = ++at;
  }

  /** Ends the string where its closing quote is at {@code i}; false where something else is. */
  boolean closesString(int i) {
    if (i >= end) {
      throw NotAMessage.NOT_JSON;
    }
    if (bytes[i] != '"') {
      return false;
    }
    to = i;
    at = i + 1;
    return true;
  }

  /**
   * Where from {@code i} the next quote, backslash, control or byte outside ASCII is, or the end.
   */
  int plainEnd(int i) {
    int next = i;
    for (; next <= end - Words.BYTES; next += Words.BYTES) {
      long odd = Words.odd(Words.at(bytes, next));
      if (odd != 0) {
        return next + Words.first(odd);
      }
    }
    while (next < end && isPlain(bytes[next])) {
      next++;
    }
    return next;
  }

  private static boolean isPlain(byte b) {
    return b >= ' ' && b != '"' && b != '\\';
  }

  /** Where the escape or the character outside ASCII at {@code i} ends. */
  int oddEnd(int i) {
    byte b = bytes[i];
    int after = b == '\\' ? escapeEnd(i) : b < 0 ? Utf8Bytes.end(bytes, i, end) : Utf8Bytes.BAD;
    if (after == Utf8Bytes.BAD) {
      throw NotAMessage.NOT_JSON;
    }
    return after;
  }

  /** Where the escape at {@code i} ends, or {@link Utf8Bytes#BAD}. */
  int escapeEnd(int i) {
    if (i + 1 >= end) {
      return Utf8Bytes.BAD;
    }
    return switch (bytes[i + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> i + 2;
      case 'u' -> i + 6 <= end && JsonText.hex(bytes, i + 2) >= 0 ? i + 6 : Utf8Bytes.BAD;
      default -> Utf8Bytes.BAD;
    };
  }

  /** Reads any value and forgets it. */
  void skip() {
    switch (peek()) {
      case '"' -> string();
      case '{' -> {
        for (boolean more = enter('}'); more; more = more('}')) {
          name();
          skip();
        }
      }
      case '[' -> {
        for (boolean more = enter(']'); more; more = more(']')) {
          skip();
        }
      }
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
  }

  private void literal(String word) {
    if (end - at < word.length()) {
      throw NotAMessage.NOT_JSON;
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[at + i] != word.charAt(i)) {
        throw NotAMessage.NOT_JSON;
      }
    }
    at += word.length();
  }

  /** Reads a number. */
  void number() {
    peek();
    from = at;
    accept('-', '-');
    if (!accept('0', '0')) {
      digits();
    }
    if (accept('.', '.')) {
      digits();
    }
    if (accept('e', 'E')) {
      accept('+', '-');
      digits();
    }
    to = at;
  }

  private boolean accept(char one, char other) {
    if (at < end && (bytes[at] == one || bytes[at] == other)) {
      at++;
      return true;
    }
    return false;
  }

  private void digits() {
    int first = at;
    while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    if (at == first) {
      throw NotAMessage.NOT_JSON;
    }
  }
}
