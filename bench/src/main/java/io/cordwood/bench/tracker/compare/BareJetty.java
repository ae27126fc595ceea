package io.cordwood.bench.tracker.compare;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;

/**
 * Jetty's WebSocket core and nothing behind it: reads, answers pings, says nothing. What a
 * connection costs before a tracker has remembered anything.
 */
public final class BareJetty {
  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final int MESSAGE_BYTES = 128 * 1024;

  private BareJetty() {}

  /** Serves until it is ended. */
  public static void main(String[] args) throws Exception {
    var server = new Server();
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    var components = new WebSocketComponents();
    components.getExtensionRegistry().unregister("permessage-deflate");
    var upgrades = new WebSocketUpgradeHandler(components);
    upgrades.addMapping("/*", new Negotiator());
    server.setHandler(upgrades);
    server.start();
    System.out.println("listens on ws://127.0.0.1:" + connector.getLocalPort() + "/");
    new CountDownLatch(1).await();
  }

  private static final class Negotiator implements WebSocketNegotiator {
    @Override
    public FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      return new Silent();
    }

    @Override
    public void customize(Configuration configuration) {
      configuration.setIdleTimeout(IDLE);
      configuration.setMaxFrameSize(MESSAGE_BYTES);
      configuration.setAutoFragment(true);
    }
  }

  private static final class Silent implements FrameHandler {
    private CoreSession session;

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
      session = opened;
      callback.succeeded();
      session.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
      if (frame.getOpCode() == OpCode.PING) {
        session.sendFrame(new Frame(OpCode.PONG), Callback.NOOP, false);
      } else if (frame.getOpCode() == OpCode.CLOSE) {
        session.close(CloseStatus.NORMAL, null, Callback.NOOP);
      }
      callback.succeeded();
      session.demand();
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
      callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
      callback.succeeded();
    }
  }
}
