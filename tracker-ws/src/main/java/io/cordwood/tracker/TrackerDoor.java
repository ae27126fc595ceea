package io.cordwood.tracker;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
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
 * The tracker door on a port of its own: every path becomes a WebSocket; {@code GET /health} says
 * whether it takes connections, {@code /stats.json} and {@code /metrics} what it has and did.
 *
 * <p>States: made → started → draining (no new connection, open ones are closed) → stopped. Start
 * once; stop as often as you like.
 */
public final class TrackerDoor implements AutoCloseable {
  private static final int INPUT_BYTES = 16 * 1024;

  private static final int MAX_THREADS = 64;
  private static final String TICKET = "ticket";

  private final DoorState state;
  private final Server server;
  private final DoorConnector connector;
  private final Optional<TlsKeystore> keystore;

  /**
   * A door whose messages go to this handler.
   *
   * @param stats for {@code /stats.json}
   * @param metrics the text for {@code /metrics} in Prometheus' format; empty for no such page
   */
  public TrackerDoor(
      TrackerConfig config,
      TrackerCounters counters,
      MessageHandler handler,
      TrackerStats stats,
      Optional<Supplier<String>> metrics) {
    this.state = new DoorState(config, counters, handler);
    this.server = new Server(threads());
    this.keystore = config.tls().map(TlsKeystore::new);
    var proxies = new Forwarded(config.proxies().trusted());
    this.connector =
        new DoorConnector(server, config, counters, proxies, keystore.map(TlsKeystore::context));
    server.addConnector(connector);
    server.setHandler(new DoorHttp(state, proxies, upgrades(new DoorPages(state, stats, metrics))));
  }

  /** A door without numbers on its pages. */
  public TrackerDoor(TrackerConfig config, TrackerCounters counters, MessageHandler handler) {
    this(config, counters, handler, TrackerStats.NONE, Optional.empty());
  }

  /**
   * Listens; the exception's sentence says which address could not be had, or what is wrong with
   * the keystore.
   */
  public void start() throws IOException {
    if (keystore.isPresent()) {
      keystore.get().open();
    }
    try {
      server.start();
      watchKeystore();
      tickAgain();
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

  /** Places given, with those of upgrades that are under way. */
  int seats() {
    return state.admission.taken();
  }

  /** Tasks that a selector's thread gave to another thread since the start. */
  long handedOver() {
    return connector.handedOver();
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
    return state.drain();
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

  private void tickAgain() {
    connector
        .getScheduler()
        .schedule(
            () -> {
              state.tick();
              tickAgain();
            },
            1,
            TimeUnit.SECONDS);
  }

  private void watchKeystore() {
    keystore.ifPresent(
        watched ->
            connector
                .getScheduler()
                .schedule(
                    () -> {
                      watched.reload();
                      watchKeystore();
                    },
                    state.config.tls().orElseThrow().checkEvery().toMillis(),
                    TimeUnit.MILLISECONDS));
  }

  private WebSocketUpgradeHandler upgrades(DoorPages pages) {
    var components = new WebSocketComponents();
    components.getExtensionRegistry().unregister("permessage-deflate");
    var handler = new WebSocketUpgradeHandler(components);
    handler.addMapping("/*", new Negotiator());
    handler.setHandler(pages);
    return handler;
  }

  private final class Negotiator implements WebSocketNegotiator {
    @Override
    public FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      var endPoint = DoorEndPoint.of(request);
      endPoint.upgraded();
      return new DoorFrameHandler(state, endPoint, endPoint.seat(), ticket(request));
    }

    private static String ticket(ServerUpgradeRequest request) {
      var query = request.getHttpURI().getQuery();
      return query == null ? null : Request.extractQueryParameters(request).getValue(TICKET);
    }

    /**
     * No timer for each connection; a usual message comes in one read; larger frames come in parts,
     * so that the bound of a message is ours to keep.
     */
    @Override
    public void customize(Configuration configuration) {
      configuration.setIdleTimeout(Duration.ZERO);
      configuration.setInputBufferSize(INPUT_BYTES);
      configuration.setAutoFragment(true);
      configuration.setMaxFrameSize(state.config.limits().messageBytes());
      configuration.setMaxOutgoingFrames(-1);
    }
  }
}
