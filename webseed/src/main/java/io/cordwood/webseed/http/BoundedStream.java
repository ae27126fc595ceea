package io.cordwood.webseed.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/** Lets at most so many bytes through; what is more fails the writing. On one event loop. */
final class BoundedStream implements WriteStream<Buffer> {
  private final WriteStream<Buffer> target;
  private final long most;
  private long bytes;

  BoundedStream(WriteStream<Buffer> target, long most) {
    this.target = target;
    this.most = most;
  }

  /** Whether more than the bound was written. */
  boolean exceeded() {
    return bytes > most;
  }

  /** What was written. */
  long bytes() {
    return bytes;
  }

  @Override
  public Future<Void> write(Buffer data) {
    bytes += data.length();
    return exceeded() ? Future.failedFuture("too many bytes") : target.write(data);
  }

  @Override
  public Future<Void> end() {
    return target.end();
  }

  @Override
  public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
    target.exceptionHandler(handler);
    return this;
  }

  @Override
  public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
    target.setWriteQueueMaxSize(maxSize);
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return target.writeQueueFull();
  }

  @Override
  public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
    target.drainHandler(handler);
    return this;
  }
}
