package io.cordwood.signaling;

import io.cordwood.signaling.catalogue.Catalogue;
import io.cordwood.signaling.catalogue.OperatorKey;
import io.cordwood.signaling.signal.SignalConnections;
import io.cordwood.signaling.stun.StunService;
import io.cordwood.swarm.ticket.TicketKey;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Starts what is not HTTP, says where the node is, and stops it in order. */
@ApplicationScoped
class NodeLife {
  private static final Logger LOG = Logger.getLogger("cordwood");

  private final NodeConfig config;
  private final StunService stun;
  private final SignalConnections connections;

  NodeLife(NodeConfig config, StunService stun, SignalConnections connections) {
    this.config = config;
    this.stun = stun;
    this.connections = connections;
  }

  /** Keys and catalogue are opened now, so that a broken data folder ends the start. */
  void start(
      @Observes StartupEvent event, Catalogue catalogue, OperatorKey operator, TicketKey tickets) {
    stun.start();
    LOG.infof(
        "Cordwood node: %d titles in %s",
        catalogue.all().size(), config.data().toAbsolutePath().normalize());
    stun.port().ifPresent(port -> LOG.infof("STUN on UDP port %d", port));
  }

  void stop(@Observes ShutdownEvent event) {
    connections.goAway();
  }
}
