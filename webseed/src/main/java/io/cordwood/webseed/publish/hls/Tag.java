package io.cordwood.webseed.publish.hls;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A line of a playlist that begins with {@code #EXT} (RFC 8216 §4.1, §4.2).
 *
 * @param name without the {@code #}
 * @param value what follows the colon; empty when there is none
 */
record Tag(String name, String value) {
  private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z0-9-]+)=(\"[^\"]*\"|[^,\"]*)");

  static Optional<Tag> of(String line) {
    if (!line.startsWith("#EXT")) {
      return Optional.empty();
    }
    int colon = line.indexOf(':');
    return Optional.of(
        colon < 0
            ? new Tag(line.substring(1), "")
            : new Tag(line.substring(1, colon), line.substring(colon + 1)));
  }

  /** The attributes, without quotes. */
  Map<String, String> attributes() {
    var attributes = new HashMap<String, String>();
    ATTRIBUTE
        .matcher(value)
        .results()
        .forEach(match -> attributes.putIfAbsent(match.group(1), match.group(2).replace("\"", "")));
    return attributes;
  }

  Optional<String> attribute(String attribute) {
    return Optional.ofNullable(attributes().get(attribute));
  }
}
