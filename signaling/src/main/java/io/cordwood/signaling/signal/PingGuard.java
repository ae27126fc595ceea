package io.cordwood.signaling.signal;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Bounds what a viewer's pings cost: Vert.x answers each at once, so that the answers to one who
 * does not read would pile up. While they wait, only the latest ping is kept, and answered when
 * there is room (RFC 6455 §5.5.3 asks for no more). On the socket's event loop only.
 */
final class PingGuard extends ChannelInboundHandlerAdapter {
  private static final String NAME = "cordwood-ping-guard";
  private static final String VERTX_HANDLER = "handler";

  private final Runnable onHeldBack;
  private PingWebSocketFrame latest;

  /** {@code onHeldBack} is told of each ping that is not answered at once. */
  PingGuard(Runnable onHeldBack) {
    this.onHeldBack = onHeldBack;
  }

  /** Guards a connection that is about to become a WebSocket; does nothing the second time. */
  static void watch(HttpConnection connection, Runnable onHeldBack) {
    var pipeline = ((ConnectionBase) connection).channel().pipeline();
    if (pipeline.get(NAME) == null) {
      pipeline.addBefore(VERTX_HANDLER, NAME, new PingGuard(onHeldBack));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof PingWebSocketFrame ping && !context.channel().isWritable()) {
      forget();
      latest = ping;
      onHeldBack.run();
    } else {
      context.fireChannelRead(message);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (latest != null && context.channel().isWritable()) {
      var ping = latest;
      latest = null;
      context.fireChannelRead(ping).fireChannelReadComplete();
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    forget();
  }

  private void forget() {
    if (latest != null) {
      latest.release();
      latest = null;
    }
  }
}
