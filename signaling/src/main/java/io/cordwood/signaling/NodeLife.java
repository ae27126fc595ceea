package io.cordwood.signaling;

import io.cordwood.signaling.catalogue.Catalogue;
import io.cordwood.signaling.catalogue.OperatorKey;
import io.cordwood.signaling.join.Rehearsal;
import io.cordwood.signaling.signal.SignalConnections;
import io.cordwood.signaling.stun.StunService;
import io.cordwood.signaling.tracker.TrackerService;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/** Starts what is not HTTP, says where the node is, and stops it in order. */
@ApplicationScoped
class NodeLife {
  private static final Logger LOG = Logger.getLogger("cordwood");

  private static final Duration PORT_KNOWN_WITHIN = Duration.ofSeconds(10);
  private static final Duration PORT_ASKED_EVERY = Duration.ofMillis(5);

  private final NodeConfig config;
  private final StunService stun;
  private final TrackerService tracker;
  private final SignalConnections connections;
  private final Scheduler scheduler;

  NodeLife(
      NodeConfig config,
      StunService stun,
      TrackerService tracker,
      SignalConnections connections,
      Scheduler scheduler) {
    this.config = config;
    this.stun = stun;
    this.tracker = tracker;
    this.connections = connections;
    this.scheduler = scheduler;
  }

  /**
   * Keys and catalogue are opened now, so that a broken data folder ends the start. Quarkus opens
   * the HTTP port after that; time passes for the swarms only once it is open, since a start that
   * fails takes away what the clock's beans need.
   */
  void start(
      @Observes StartupEvent event,
      Catalogue catalogue,
      OperatorKey operator,
      Rehearsal rehearsal,
      InstantSource clock) {
    rehearsal.play(clock.instant());
    stun.start();
    tracker.start();
    LOG.infof("Titles: %d in %s", catalogue.all().size(), config.data().toAbsolutePath());
    tracker.port().ifPresent(port -> LOG.infof("Tracker door: port %d", port));
    stun.port().ifPresent(port -> LOG.infof("STUN: UDP port %d", port));
  }

  void listening(@ObservesAsync HttpServerStart event, HttpServer server) {
    listening("http", server::getPort);
  }

  void listening(@ObservesAsync HttpsServerStart event, HttpServer server) {
    listening("https", server::getSecurePort);
  }

  /** Before Quarkus closes the sockets in its own way. */
  void stop(@Observes ShutdownDelayInitiatedEvent event) {
    connections.goAway();
  }

  /** The event is fired a moment before Quarkus knows the port. Runs on a thread of its own. */
  private void listening(String scheme, IntSupplier port) {
    scheduler.resume();
    var giveUpAt = System.nanoTime() + PORT_KNOWN_WITHIN.toNanos();
    while (port.getAsInt() <= 0 && System.nanoTime() < giveUpAt) {
      LockSupport.parkNanos(PORT_ASKED_EVERY.toNanos());
    }
    LOG.infof(
        "Node: %s",
        config
            .url()
            .map(Object::toString)
            .orElseGet(() -> scheme + "://localhost:" + port.getAsInt() + "/"));
  }
}
