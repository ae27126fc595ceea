package io.cordwood.tracker;

import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;

/**
 * The tracker door on a port of its own: every path becomes a WebSocket, {@code GET /health} says
 * whether it takes connections.
 *
 * <p>States: made → started → draining (no new connection, open ones are closed) → stopped. Start
 * once; stop as often as you like.
 */
public final class TrackerDoor implements AutoCloseable {
  private static final int MAX_HEAD_BYTES = 8 * 1024;
  private static final int MAX_THREADS = 64;

  private final DoorState state;
  private final Server server;
  private final ServerConnector connector;

  /** A door whose messages go to this handler. */
  public TrackerDoor(TrackerConfig config, TrackerCounters counters, MessageHandler handler) {
    this.state = new DoorState(config, counters, handler);
    this.server = new Server(threads());
    this.connector = connector(config);
    server.addConnector(connector);
    server.setHandler(new DoorHttp.Admission(state, upgrades()));
  }

  /** A door that counts every message as unhandled. */
  public TrackerDoor(TrackerConfig config, TrackerCounters counters) {
    this(config, counters, MessageHandler.unhandled(counters));
  }

  /** Listens; the exception says which address could not be had. */
  public void start() throws IOException {
    try {
      server.start();
    } catch (IOException e) {
      stopServer();
      throw new IOException(
          "The tracker door cannot listen on %s port %d (%s); choose another port or stop what uses it."
              .formatted(
                  state.config.listen().host(), state.config.listen().port(), e.getMessage()),
          e);
    } catch (Exception e) {
      stopServer();
      throw new IllegalStateException("The tracker door did not start.", e);
    }
  }

  /** The port it listens on, once started. */
  public int port() {
    return connector.getLocalPort();
  }

  /** WebSockets open now. */
  public int connections() {
    return state.connections();
  }

  /** What it counted. */
  public TrackerCounters counters() {
    return state.counters;
  }

  /**
   * Refuses new connections, closes the open ones as "going away" and waits until they are gone or
   * were cut; health says 503 from now on. True when all are gone.
   */
  public boolean drain() throws InterruptedException {
    return state.drain(state.config.timing().close().multipliedBy(2));
  }

  /** Drains, then stops listening and closes what is left. */
  @Override
  public void close() {
    if (!server.isStopped()) {
      try {
        drain();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      stopServer();
    }
  }

  private void stopServer() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The tracker door did not stop.", e);
    }
  }

  private static QueuedThreadPool threads() {
    var threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("tracker-door");
    return threads;
  }

  private ServerConnector connector(TrackerConfig config) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEAD_BYTES);
    var made = new ServerConnector(server, new HttpConnectionFactory(http));
    made.setHost(config.listen().host());
    made.setPort(config.listen().port());
    made.setIdleTimeout(config.timing().head().toMillis());
    return made;
  }

  private WebSocketUpgradeHandler upgrades() {
    var components = new WebSocketComponents();
    components.getExtensionRegistry().unregister("permessage-deflate");
    var handler = new WebSocketUpgradeHandler(components);
    handler.addMapping("/*", new Negotiator());
    handler.setHandler(new DoorHttp.Pages(state));
    return handler;
  }

  private final class Negotiator implements WebSocketNegotiator {
    @Override
    public FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      return new DoorFrameHandler(state);
    }

    /** Frames come in parts, so that the bound of a message is ours to keep. */
    @Override
    public void customize(Configuration configuration) {
      configuration.setIdleTimeout(Duration.ZERO);
      configuration.setAutoFragment(true);
      configuration.setMaxFrameSize(state.config.limits().messageBytes());
      configuration.setMaxOutgoingFrames(-1);
    }
  }
}
