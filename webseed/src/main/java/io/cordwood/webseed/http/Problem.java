package io.cordwood.webseed.http;

import io.vertx.core.json.JsonObject;

/**
 * A refusal, as RFC 9457 writes it.
 *
 * @param status the HTTP status
 * @param title what kind of refusal it is
 * @param detail what to do
 */
record Problem(int status, String title, String detail) {
  static final String CONTENT_TYPE = "application/problem+json";

  static final Problem BAD_PATH =
      new Problem(
          400,
          "The path cannot be read",
          "Ask for a path without empty, '.' or '..' components, escaped slashes, backslashes or control characters.");
  static final Problem NOT_FOUND =
      new Problem(
          404,
          "There is nothing at this path",
          "Ask for a file that the title's playlists or records name, as /t/{owner}/{slug}/{uri}.");
  static final Problem METHOD_NOT_ALLOWED =
      new Problem(405, "This method is not offered", "Use GET, HEAD or OPTIONS.");
  static final Problem PRECONDITION_FAILED =
      new Problem(
          412,
          "The file is another one",
          "Leave out If-Match, or name the entity tag that HEAD answers.");
  static final Problem UNSATISFIABLE =
      new Problem(
          416,
          "No byte lies in the range",
          "Ask for bytes below the size that Content-Range names, or leave out Range.");
  static final Problem BUSY =
      new Problem(
          503,
          "This webseed is busy",
          "Get it from peers or another webseed, or ask again after the seconds in Retry-After.");
  static final Problem NO_SOURCE =
      new Problem(
          502,
          "The channel does not come from where it is taken in",
          "Get it from peers or another webseed, or ask again after the seconds in Retry-After.");
  static final Problem BROKEN =
      new Problem(
          500,
          "The file cannot be read",
          "Ask another webseed; the operator finds the reason in the log.");

  String json() {
    return new JsonObject()
        .put("type", "about:blank")
        .put("title", title)
        .put("status", status)
        .put("detail", detail)
        .encode();
  }
}
