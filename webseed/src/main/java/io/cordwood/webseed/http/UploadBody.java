package io.cordwood.webseed.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Reads one request's body, which was paused: whole, within its bound and its time, or not at all.
 * On the connection's event loop; used once.
 */
final class UploadBody {
  /** A publisher that sends a segment while it is made takes as long as the segment lasts. */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private static final Duration THROWN_AWAY_FOR = Duration.ofSeconds(2);

  /** Why a body did not come whole. */
  enum Why {
    ENDED_EARLY,
    TOO_BIG,
    SLOW,
    DISK
  }

  /** What came of it. */
  sealed interface Result<T> {}

  /** It came whole. */
  record Whole<T>(T body) implements Result<T> {}

  /** It did not. */
  record Broken<T>(Why why) implements Result<T> {}

  private final Vertx vertx;
  private final HttpServerRequest request;
  private boolean slow;

  UploadBody(Vertx vertx, HttpServerRequest request) {
    this.vertx = vertx;
    this.request = request;
  }

  /** Into memory. */
  Future<Result<Buffer>> inMemory(long maxBytes) {
    var done = Promise.<Result<Buffer>>promise();
    if (announced() > maxBytes) {
      return Future.succeededFuture(new Broken<>(Why.TOO_BIG));
    }
    var body = Buffer.buffer();
    long timer = vertx.setTimer(DEADLINE.toMillis(), _ -> done.tryComplete(new Broken<>(Why.SLOW)));
    request.exceptionHandler(_ -> done.tryComplete(new Broken<>(Why.ENDED_EARLY)));
    request.endHandler(_ -> done.tryComplete(new Whole<>(body)));
    request.handler(
        piece -> {
          if (body.length() + piece.length() > maxBytes) {
            done.tryComplete(new Broken<>(Why.TOO_BIG));
          } else if (!done.future().isComplete()) {
            body.appendBuffer(piece);
          }
        });
    request.resume();
    return done.future().onComplete(_ -> vertx.cancelTimer(timer));
  }

  /** Into a new file; fails when the disk does not take it. */
  Future<Result<Path>> toFile(Path file, long maxBytes) {
    if (announced() > maxBytes) {
      return Future.succeededFuture(new Broken<>(Why.TOO_BIG));
    }
    return vertx
        .fileSystem()
        .open(file.toString(), new OpenOptions().setCreateNew(true).setWrite(true))
        .compose(
            open -> {
              var bounded = new BoundedStream(open, maxBytes);
              long timer =
                  vertx.setTimer(
                      DEADLINE.toMillis(),
                      _ -> {
                        slow = true;
                        request.connection().close();
                      });
              return request
                  .pipe()
                  .endOnComplete(false)
                  .to(bounded)
                  .<Result<Path>>map(_ -> new Whole<>(file))
                  .otherwise(_ -> new Broken<>(why(bounded)))
                  .onComplete(_ -> vertx.cancelTimer(timer))
                  .eventually(open::close);
            });
  }

  private Why why(BoundedStream bounded) {
    if (bounded.exceeded()) {
      return Why.TOO_BIG;
    }
    return slow ? Why.SLOW : Why.ENDED_EARLY;
  }

  private long announced() {
    String length = request.getHeader("Content-Length");
    return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
  }

  /** Reads on for a moment and forgets it, then closes the connection. */
  static void throwAway(Vertx vertx, HttpServerRequest request) {
    var connection = request.connection();
    request.exceptionHandler(_ -> {});
    request.handler(_ -> {});
    request.endHandler(_ -> {});
    request.resume();
    long timer = vertx.setTimer(THROWN_AWAY_FOR.toMillis(), _ -> connection.close());
    request.end().onComplete(_ -> vertx.cancelTimer(timer));
  }
}
