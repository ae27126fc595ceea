package io.cordwood.webseed.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Sends problem documents. */
final class Refusals {
  private Refusals() {}

  /** Answers {@code problem}; nothing of it is kept in a cache. */
  static Future<Void> send(HttpServerRequest request, Problem problem) {
    var body = Buffer.buffer(problem.json());
    var response =
        request
            .response()
            .setStatusCode(problem.status())
            .putHeader("Cache-Control", "no-store")
            .putHeader("Content-Type", Problem.CONTENT_TYPE)
            .putHeader("Content-Length", Integer.toString(body.length()));
    return request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
  }

  /** Answers {@code problem}, and when to ask again. */
  static Future<Void> later(HttpServerRequest request, Problem problem, Duration retryAfter) {
    request.response().putHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
    return send(request, problem);
  }

  /** Takes back what was said about a resource that cannot be sent after all. */
  static void forget(MultiMap headers) {
    headers
        .remove("ETag")
        .remove("Cache-Control")
        .remove("Accept-Ranges")
        .remove("Content-Range")
        .remove("Content-Encoding")
        .remove("Content-Type")
        .remove("Content-Length");
  }
}
