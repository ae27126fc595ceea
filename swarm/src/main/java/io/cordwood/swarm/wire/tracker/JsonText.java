package io.cordwood.swarm.wire.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads the text of JSON strings whose grammar {@link JsonCursor} has checked. */
final class JsonText {
  /** Bytes of one character at most, as an escape. */
  static final int LONGEST_CHARACTER = 6;

  private JsonText() {}

  /** The string that the cursor has read last. */
  static String decode(JsonCursor in) {
    return in.plain
        ? new String(in.bytes, in.from, in.to - in.from, ISO_8859_1)
        : decode(in.bytes, in.from, in.to);
  }

  private static String decode(byte[] bytes, int from, int to) {
    var text = new StringBuilder(to - from);
    int run = from;
    for (int i = from; i < to; ) {
      if (bytes[i] != '\\') {
        i++;
        continue;
      }
      text.append(new String(bytes, run, i - run, UTF_8)).append((char) escaped(bytes, i));
      i += escapeLength(bytes, i);
      run = i;
    }
    return text.append(new String(bytes, run, to - run, UTF_8)).toString();
  }

  /** True when the string that the cursor has read last is this word of ASCII. */
  static boolean is(JsonCursor in, String word) {
    int length = in.to - in.from;
    if (!in.plain) {
      return length <= LONGEST_CHARACTER * word.length() && decode(in).equals(word);
    }
    if (length != word.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (in.bytes[in.from + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** How many bytes the escape at {@code i} has. */
  static int escapeLength(byte[] bytes, int i) {
    return bytes[i + 1] == 'u' ? LONGEST_CHARACTER : 2;
  }

  /** The character, half of a pair perhaps, that the escape at {@code i} stands for. */
  static int escaped(byte[] bytes, int i) {
    return switch (bytes[i + 1]) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hex(bytes, i + 2);
      default -> bytes[i + 1];
    };
  }

  /** Four hexadecimal digits as a number; negative when one is none. */
  static int hex(byte[] bytes, int at) {
    return digit(bytes[at]) << 12
        | digit(bytes[at + 1]) << 8
        | digit(bytes[at + 2]) << 4
        | digit(bytes[at + 3]);
  }

  private static int digit(byte b) {
    int letter = b | 0x20;
    return b >= '0' && b <= '9' ? b - '0' : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }
}
