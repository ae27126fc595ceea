package io.cordwood.webseed.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.function.LongConsumer;

/** Passes buffers on and tells of each one's bytes once it has gone out. */
final class CountingStream implements WriteStream<Buffer> {
  private final WriteStream<Buffer> target;
  private final LongConsumer listener;

  CountingStream(WriteStream<Buffer> target, LongConsumer listener) {
    this.target = target;
    this.listener = listener;
  }

  @Override
  public Future<Void> write(Buffer data) {
    int bytes = data.length();
    return target.write(data).onSuccess(_ -> listener.accept(bytes));
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
