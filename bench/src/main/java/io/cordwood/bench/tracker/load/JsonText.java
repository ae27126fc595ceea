package io.cordwood.bench.tracker.load;

import java.nio.charset.StandardCharsets;

/** The inside of a JSON string as text, for where two writers escaped it differently. */
final class JsonText {
  private JsonText() {}

  /** The string whose inside these UTF-8 bytes are. */
  static String of(byte[] bytes, int from, int to) {
    return unescaped(new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }

  /** The string that this inside of a JSON string stands for; a broken escape stays as it is. */
  static String unescaped(String inside) {
    var text = new StringBuilder();
    for (var i = 0; i < inside.length(); i++) {
      var c = inside.charAt(i);
      if (c != '\\' || i + 1 == inside.length()) {
        text.append(c);
      } else if (inside.charAt(i + 1) == 'u' && i + 6 <= inside.length()) {
        text.append((char) Integer.parseInt(inside, i + 2, i + 6, 16));
        i += 5;
      } else {
        text.append(escape(inside.charAt(++i)));
      }
    }
    return text.toString();
  }

  private static char escape(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      default -> c;
    };
  }
}
