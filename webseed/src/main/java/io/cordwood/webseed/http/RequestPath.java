package io.cordwood.webseed.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a request's path strictly: percent-decoded once, as UTF-8, component by component. What
 * could be read in two ways or could leave a folder is no path at all: empty, {@code .} and {@code
 * ..} components, slashes and backslashes that were escaped, control characters.
 */
final class RequestPath {
  private static final int MAX_CHARACTERS = 4096;

  private RequestPath() {}

  /** The decoded components of {@code raw}, which has no query; empty when it is refused. */
  static Optional<List<String>> components(String raw) {
    if (raw == null || !raw.startsWith("/") || raw.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    var components = new ArrayList<String>();
    for (String component : raw.substring(1).split("/", -1)) {
      var decoded = decode(component).filter(RequestPath::harmless);
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      components.add(decoded.get());
    }
    return Optional.of(List.copyOf(components));
  }

  private static boolean harmless(String component) {
    return !component.isEmpty()
        && !component.equals(".")
        && !component.equals("..")
        && component.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
  }

  private static Optional<String> decode(String component) {
    ByteBuffer bytes = ByteBuffer.allocate(component.length());
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      if (c > 0x7e) {
        return Optional.empty();
      }
      if (c != '%') {
        bytes.put((byte) c);
        continue;
      }
      int octet = octet(component, i + 1);
      if (octet < 0) {
        return Optional.empty();
      }
      bytes.put((byte) octet);
      i += 2;
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static int octet(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
