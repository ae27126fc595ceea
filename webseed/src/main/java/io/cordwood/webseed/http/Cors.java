package io.cordwood.webseed.http;

import io.vertx.core.MultiMap;
import java.util.regex.Pattern;

/**
 * Lets pages of every origin read every answer, and answers the preflights that stock WebTorrent
 * causes with its Range, Cache-Control and User-Agent fields (Fetch standard, CORS protocol).
 */
final class Cors {
  private static final int MAX_HEADERS_CHARACTERS = 1024;
  private static final Pattern FIELD_NAMES = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~, -]+");
  private static final String USUAL_HEADERS = "Range, Cache-Control, User-Agent";

  static final String METHODS = "GET, HEAD, OPTIONS";

  private Cors() {}

  /** The fields of every answer. */
  static void expose(MultiMap headers) {
    headers
        .add("Access-Control-Allow-Origin", "*")
        .add(
            "Access-Control-Expose-Headers",
            "Accept-Ranges, Content-Length, Content-Range, ETag, Retry-After, Server-Timing")
        .add("Timing-Allow-Origin", "*")
        .add("Cross-Origin-Resource-Policy", "cross-origin");
  }

  /** The fields of the answer to a preflight. */
  static void allow(MultiMap request, MultiMap headers) {
    headers
        .add("Access-Control-Allow-Methods", METHODS)
        .add("Access-Control-Allow-Headers", allowedHeaders(request))
        .add("Access-Control-Max-Age", "86400")
        .add("Vary", "Access-Control-Request-Headers");
  }

  private static String allowedHeaders(MultiMap request) {
    String asked = request.get("Access-Control-Request-Headers");
    boolean repeatable =
        asked != null
            && asked.length() <= MAX_HEADERS_CHARACTERS
            && FIELD_NAMES.matcher(asked).matches();
    return repeatable ? asked : USUAL_HEADERS;
  }
}
