package io.cordwood.signaling.signal;

import io.cordwood.signaling.NodeConfig;
import io.cordwood.signaling.catalogue.Catalogue;
import io.cordwood.signaling.catalogue.Title;
import io.cordwood.swarm.lane.BufferedRandom;
import io.cordwood.swarm.lane.LaneConfig;
import io.cordwood.swarm.lane.Swarms;
import io.cordwood.swarm.rules.SwarmConfig;
import io.cordwood.swarm.rules.SwarmKind;
import io.cordwood.swarm.rules.TrackerRules;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Makes the node's one set of swarms, which both doors share, and lets time pass for all. */
@Singleton
class SignalBeans {
  @Produces
  @Singleton
  Swarms swarms(InstantSource clock, NodeConfig config, Catalogue catalogue) {
    var threads =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("swarm-", 0).factory());
    var source = new SecureRandom();
    return new Swarms(
        SwarmConfig.defaults()
            .with(TrackerRules.defaults().withOffersPerHour(config.tracker().offersPerHour())),
        LaneConfig.defaults(),
        clock,
        () -> new BufferedRandom(source),
        threads,
        swarm -> kind(catalogue.find(swarm)));
  }

  private static SwarmKind kind(Optional<Title> title) {
    return title.map(Title::live).isPresent() ? SwarmKind.LIVE : SwarmKind.FILM;
  }
}
