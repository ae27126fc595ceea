package io.cordwood.webseed.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.stream.ChunkedInput;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;
import java.util.function.LongConsumer;

/**
 * Tells how much of the files written to one connection has gone to its socket, also when the other
 * side hung up before the end, which Vert.x does not tell. One answer is written to a connection at
 * a time (HTTP/1.1), so one listener at a time is enough. Used on the connection's event loop only.
 */
final class SentFileBytes extends ChannelDuplexHandler {
  private static final String NAME = "cordwood-sent-file-bytes";
  private static final String VERTX_HANDLER = "handler";

  private LongConsumer listener = _ -> {};

  /** Begins to watch a connection; called once for each. */
  static void watch(HttpConnection connection) {
    var pipeline = ((VertxConnection) connection).channel().pipeline();
    pipeline.addBefore(VERTX_HANDLER, NAME, new SentFileBytes());
  }

  /** From now on {@code listener} is told of the bytes of files that go out on this connection. */
  static void listen(HttpConnection connection, LongConsumer listener) {
    var pipeline = ((VertxConnection) connection).channel().pipeline();
    if (pipeline.get(NAME) instanceof SentFileBytes watch) {
      watch.listener = listener;
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    LongConsumer told = listener;
    switch (message) {
      case FileRegion region ->
          context
              .write(message, promise.unvoid())
              .addListener(_ -> told.accept(region.transferred()));
      case ChunkedInput<?> chunks ->
          context.write(message, promise.unvoid()).addListener(_ -> told.accept(chunks.progress()));
      default -> context.write(message, promise);
    }
  }
}
