package io.cordwood.webseed.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads one request's body into memory: whole, within its bound and its time, or not at all. It
 * never pauses the request, because a publisher that closes its connection behind the last byte, as
 * ffmpeg does, would lose what waits. On the connection's event loop; used once.
 */
final class UploadBody {
  /** A publisher that sends a segment while it is made takes as long as the segment lasts. */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final Duration THROWN_AWAY_FOR = Duration.ofSeconds(2);

  /** Of all bodies that are under way. */
  private static final long MAX_BYTES_OF_ALL = 256L << 20;

  /** Why a body did not come whole. */
  enum Why {
    ENDED_EARLY,
    TOO_BIG,
    TOO_MANY,
    SLOW
  }

  /** What came of it. */
  sealed interface Result {}

  /** It came whole. */
  record Whole(Buffer bytes) implements Result {}

  /** It did not. */
  record Broken(Why why) implements Result {}

  private final HttpServerRequest request;
  private final long maxBytes;
  private final AtomicLong bytesOfAll;
  private final Buffer body = Buffer.buffer();
  private final Promise<Result> done = Promise.promise();

  private UploadBody(HttpServerRequest request, long maxBytes, AtomicLong bytesOfAll) {
    this.request = request;
    this.maxBytes = maxBytes;
    this.bytesOfAll = bytesOfAll;
  }

  /** Reads it; {@code bytesOfAll} counts what all bodies have in memory until they are read. */
  static Future<Result> read(
      Vertx vertx, HttpServerRequest request, long maxBytes, AtomicLong bytesOfAll) {
    var upload = new UploadBody(request, maxBytes, bytesOfAll);
    if (upload.announced() > maxBytes) {
      return Future.succeededFuture(new Broken(Why.TOO_BIG));
    }
    long timer =
        vertx.setTimer(DEADLINE.toMillis(), _ -> upload.done.tryComplete(new Broken(Why.SLOW)));
    request.exceptionHandler(_ -> upload.done.tryComplete(new Broken(Why.ENDED_EARLY)));
    request.endHandler(_ -> upload.done.tryComplete(new Whole(upload.body)));
    request.handler(upload::piece);
    return upload
        .done
        .future()
        .onComplete(
            _ -> {
              vertx.cancelTimer(timer);
              bytesOfAll.addAndGet(-upload.body.length());
            });
  }

  private void piece(Buffer piece) {
    if (done.future().isComplete()) {
      return;
    }
    if (body.length() + piece.length() > maxBytes) {
      done.tryComplete(new Broken(Why.TOO_BIG));
    } else if (bytesOfAll.get() + piece.length() > MAX_BYTES_OF_ALL) {
      done.tryComplete(new Broken(Why.TOO_MANY));
    } else {
      body.appendBuffer(piece);
      bytesOfAll.addAndGet(piece.length());
    }
  }

  private long announced() {
    String length = request.getHeader("Content-Length");
    return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
  }

  /** Reads on for a moment and forgets it, so that an answer can be read; then hangs up. */
  static void throwAway(Vertx vertx, HttpServerRequest request) {
    var connection = request.connection();
    request.exceptionHandler(_ -> {});
    request.handler(_ -> {});
    long timer = vertx.setTimer(THROWN_AWAY_FOR.toMillis(), _ -> connection.close());
    request.endHandler(_ -> vertx.cancelTimer(timer));
  }
}
