package io.cordwood.signaling.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Map;

/**
 * An error answer (RFC 9457). {@code type} is {@code about:blank}, so {@code title} is the status's
 * own phrase; {@code detail} says in a sentence what to do.
 */
@JsonPropertyOrder({"type", "title", "status", "detail"})
public record Problem(String type, String title, int status, String detail) {
  /** The media type of a problem document. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Map<Integer, String> PHRASES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(406, "Not Acceptable"),
          Map.entry(409, "Conflict"),
          Map.entry(411, "Length Required"),
          Map.entry(413, "Content Too Large"),
          Map.entry(414, "URI Too Long"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(426, "Upgrade Required"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(503, "Service Unavailable"));

  /** A problem of a status with a sentence of its own. */
  public static Problem of(int status, String detail) {
    return new Problem("about:blank", PHRASES.getOrDefault(status, "Error"), status, detail);
  }

  /**
   * A problem for a status raised by the HTTP server itself, where no rule has a better sentence.
   */
  public static Problem ofStatus(int status) {
    return of(status, advice(status));
  }

  private static String advice(int status) {
    return switch (status) {
      case 400 -> "The request cannot be read; send it as the node's /openapi describes.";
      case 401 -> "Send the header \"Authorization: Bearer <operator key>\".";
      case 404 -> "There is nothing at this address; see /openapi for what the node answers.";
      case 405 -> "This address does not take that method; see the Allow header or /openapi.";
      case 406 -> "The node answers application/json here; accept it.";
      case 411 -> "Send the body's length, in the header Content-Length.";
      case 413 -> "The body is larger than this address takes; send less.";
      case 415 -> "Send the body as JSON, with Content-Type application/json.";
      case 426 -> "This address speaks WebSocket; connect with one.";
      case 429 -> "Too many requests came from your address; wait a few seconds and try again.";
      case 503 -> "The node is starting or stopping; try again in a few seconds.";
      default ->
          status < 500
              ? "The request is refused; see /openapi for what the node takes."
              : "The node failed; its operator finds the cause in its log.";
    };
  }
}
