package io.cordwood.signaling.tracker;

import io.cordwood.signaling.NodeConfig;
import io.cordwood.tracker.NetworkRange;
import io.cordwood.tracker.TrackerConfig;
import java.util.List;
import java.util.Set;

/** The node's settings as the tracker door has them; what is not set is the door's default. */
final class TrackerSettings {
  private TrackerSettings() {}

  static TrackerConfig of(NodeConfig node) {
    var tracker = node.tracker();
    var usual = TrackerConfig.of(node.http().host(), tracker.port());
    var limits =
        usual
            .limits()
            .withConnections(
                tracker.connections(),
                tracker.connectionsPerAddress(),
                tracker.connectionsPerPrefix())
            .withOffersPerHour(tracker.offersPerHour())
            .withRates(
                new TrackerConfig.Rate(tracker.perSecond(), tracker.burst()),
                atLeast(usual.limits().messagesPerAddress(), tracker),
                usual.limits().violations());
    var announce =
        usual
            .announce()
            .withInterval(tracker.interval())
            .withPerSecond(tracker.announcesPerSecond());
    var config =
        usual
            .with(limits)
            .with(announce)
            .with(usual.timing().withEnd(usual.timing().close(), tracker.drain()))
            .with(proxies(tracker))
            .withOrigins(Set.copyOf(tracker.origins().orElse(List.of())));
    return node.tls()
        .keystore()
        .map(store -> config.with(TrackerConfig.Tls.of(store, node.tls().password().orElse(""))))
        .orElse(config);
  }

  /** One connection may send what it may, whatever its address shares. */
  private static TrackerConfig.Rate atLeast(TrackerConfig.Rate usual, NodeConfig.Tracker tracker) {
    return new TrackerConfig.Rate(
        Math.max(usual.perSecond(), tracker.perSecond()), Math.max(usual.burst(), tracker.burst()));
  }

  private static TrackerConfig.Proxies proxies(NodeConfig.Tracker tracker) {
    var trusted =
        tracker.trustedProxies().orElse(List.of()).stream().map(NetworkRange::parse).toList();
    return new TrackerConfig.Proxies(trusted, tracker.proxyProtocol());
  }
}
