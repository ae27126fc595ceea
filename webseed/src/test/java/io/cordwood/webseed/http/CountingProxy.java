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
  private final List<Waiting> waiting = new CopyOnWriteArrayList<>();
  private volatile boolean holding;
  private volatile UnaryOperator<Buffer> change = UnaryOperator.identity();
  private volatile int refusal;
  private volatile int stop = Integer.MAX_VALUE;

  private record Waiting(HttpServerRequest request, Runnable rest) {}

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

  /** From now on segments stop after so many bytes, and wait. */
  void stopAfter(int bytes) {
    stop = bytes;
  }

  /** What waits goes on. */
  void release() {
    holding = false;
    stop = Integer.MAX_VALUE;
    waiting.forEach(one -> one.rest().run());
    waiting.clear();
  }

  /** The connections of what waits are lost. */
  void cut() {
    stop = Integer.MAX_VALUE;
    waiting.forEach(one -> one.request().connection().close());
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
      waiting.add(new Waiting(request, () -> pass(request)));
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
    return request.path().endsWith(".m4s")
        ? segment(request, change.apply(body))
        : response.end(body);
  }

  private io.vertx.core.Future<Void> segment(HttpServerRequest request, Buffer bytes) {
    var response = request.response();
    if (bytes.length() <= stop) {
      return response.end(bytes);
    }
    int first = stop;
    response.putHeader("Content-Length", Integer.toString(bytes.length()));
    waiting.add(new Waiting(request, () -> response.end(bytes.getBuffer(first, bytes.length()))));
    return response.write(bytes.getBuffer(0, first));
  }

  @Override
  public void close() {
    join(vertx.close());
  }
}
