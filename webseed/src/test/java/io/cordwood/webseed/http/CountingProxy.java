package io.cordwood.webseed.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * Stands between two webseeds: counts what is asked, holds it back, and changes what comes. All
 * else passes as it is.
 */
final class CountingProxy implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final int to;
  private final HttpServer server;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Runnable> waiting = new CopyOnWriteArrayList<>();
  private volatile boolean holding;
  private volatile UnaryOperator<Buffer> change = UnaryOperator.identity();
  private volatile int refusal;

  CountingProxy(int to) {
    this.to = to;
    this.server =
        join(vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1"));
  }

  private static <T> T join(io.vertx.core.Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  int port() {
    return server.actualPort();
  }

  /** How often a path was asked for. */
  long asked(String path) {
    return asked.stream().filter(path::equals).count();
  }

  int askedInAll() {
    return asked.size();
  }

  /** From now on segments wait. */
  void hold() {
    holding = true;
  }

  /** What waits goes on. */
  void release() {
    holding = false;
    waiting.forEach(Runnable::run);
    waiting.clear();
  }

  /** Segments come so. */
  void change(UnaryOperator<Buffer> how) {
    change = how;
  }

  /** All is refused with this status; 0 for no more. */
  void refuse(int status) {
    refusal = status;
  }

  private void handle(HttpServerRequest request) {
    asked.add(request.path());
    if (refusal > 0) {
      request.response().setStatusCode(refusal).putHeader("Retry-After", "7").end();
    } else if (holding && request.path().endsWith(".m4s")) {
      waiting.add(() -> pass(request));
    } else {
      pass(request);
    }
  }

  private void pass(HttpServerRequest request) {
    var options =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(to)
            .setMethod(HttpMethod.GET)
            .setURI(request.path());
    String tag = request.getHeader("If-None-Match");
    if (tag != null) {
      options.addHeader("If-None-Match", tag);
    }
    vertx
        .createHttpClient()
        .request(options)
        .compose(asked -> asked.send())
        .compose(answer -> answer.body().compose(body -> answer(request, answer, body)))
        .onFailure(_ -> request.connection().close());
  }

  private io.vertx.core.Future<Void> answer(
      HttpServerRequest request, HttpClientResponse answer, Buffer body) {
    var response = request.response().setStatusCode(answer.statusCode());
    if (answer.getHeader("ETag") != null) {
      response.putHeader("ETag", answer.getHeader("ETag"));
    }
    return response.end(request.path().endsWith(".m4s") ? change.apply(body) : body);
  }

  @Override
  public void close() {
    join(vertx.close());
  }
}
