package io.cordwood.webseed.http;

import io.cordwood.webseed.live.IngestPath;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where a publisher's key stands: path, Authorization (Bearer, or Basic's password), query. */
final class IngestKey {
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";
  private static final int MAX_CHARACTERS = 256;

  private IngestKey() {}

  static Optional<String> of(HttpServerRequest request, IngestPath path) {
    return path.key()
        .or(() -> Optional.ofNullable(request.getHeader("Authorization")).flatMap(IngestKey::field))
        .or(() -> Optional.ofNullable(request.getParam("key")))
        .filter(key -> key.length() <= MAX_CHARACTERS);
  }

  private static Optional<String> field(String value) {
    if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(value.substring(BEARER.length()).strip());
    }
    return value.regionMatches(true, 0, BASIC, 0, BASIC.length())
        ? password(value.substring(BASIC.length()).strip())
        : Optional.empty();
  }

  private static Optional<String> password(String credentials) {
    try {
      var text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(text.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
