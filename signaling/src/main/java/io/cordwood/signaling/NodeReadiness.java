package io.cordwood.signaling;

import io.cordwood.signaling.catalogue.Catalogue;
import io.cordwood.signaling.signal.SignalConnections;
import io.cordwood.signaling.stun.StunService;
import io.cordwood.signaling.tracker.TrackerService;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the node takes viewers; also says which doors are open, and how many are in. */
@Readiness
@Singleton
class NodeReadiness implements HealthCheck {
  private final Catalogue catalogue;
  private final SignalConnections connections;
  private final TrackerService tracker;
  private final StunService stun;

  NodeReadiness(
      Catalogue catalogue,
      SignalConnections connections,
      TrackerService tracker,
      StunService stun) {
    this.catalogue = catalogue;
    this.connections = connections;
    this.tracker = tracker;
    this.stun = stun;
  }

  @Override
  public HealthCheckResponse call() {
    var response =
        HealthCheckResponse.named("node")
            .status(!connections.isGoingAway())
            .withData("titles", catalogue.all().size())
            .withData("connections", connections.size());
    tracker.port().ifPresent(port -> response.withData("trackerPort", port));
    stun.port().ifPresent(port -> response.withData("stunPort", port));
    return response.build();
  }
}
