package io.cordwood.signaling.tracker;

import io.cordwood.signaling.NodeConfig;
import io.cordwood.signaling.catalogue.Catalogue;
import io.cordwood.swarm.lane.Swarms;
import io.cordwood.swarm.ticket.TicketVerifier;
import io.cordwood.tracker.TrackerConfig;
import io.cordwood.tracker.TrackerCounters;
import io.cordwood.tracker.TrackerDoor;
import io.cordwood.tracker.meters.TrackerMeters;
import io.cordwood.tracker.protocol.TrackerProtocol;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.BindException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** The tracker door's life within the node: started with it, drained with it. */
@Singleton
public class TrackerService {
  private final NodeConfig config;
  private final Swarms swarms;
  private final Catalogue catalogue;
  private final TicketVerifier verifier;
  private final InstantSource clock;
  private final MeterRegistry registry;
  private final Instance<PrometheusMeterRegistry> prometheus;
  private TrackerDoor door;

  TrackerService(
      NodeConfig config,
      Swarms swarms,
      Catalogue catalogue,
      TicketVerifier verifier,
      InstantSource clock,
      MeterRegistry registry,
      Instance<PrometheusMeterRegistry> prometheus) {
    this.config = config;
    this.swarms = swarms;
    this.catalogue = catalogue;
    this.verifier = verifier;
    this.clock = clock;
    this.registry = registry;
    this.prometheus = prometheus;
  }

  /**
   * Opens the door, unless it is off; a taken port or a broken key store ends the start with one
   * sentence.
   */
  public void start() {
    if (!config.tracker().enabled()) {
      return;
    }
    var settings = settings();
    boolean others = config.tracker().policy() == NodeConfig.Tracker.Policy.ANY;
    var protocol =
        new TrackerProtocol(
            swarms,
            new TitlePolicy(catalogue, verifier, others),
            settings,
            clock,
            new SecureRandom());
    var opening = new TrackerDoor(settings, new TrackerCounters(), protocol, protocol, metrics());
    try {
      opening.start();
    } catch (IOException e) {
      throw new ConfigurationException(e.getMessage() + advice(e));
    }
    door = opening;
    TrackerMeters.bind(registry, door, protocol);
    TrackerMeters.bind(registry, protocol);
  }

  private static String advice(IOException why) {
    return ExceptionUtil.getRootCause(why) instanceof BindException
        ? " Set CORDWOOD_TRACKER_PORT to a free one."
        : " Look at CORDWOOD_TLS_KEYSTORE, CORDWOOD_TLS_PASSWORD and CORDWOOD_HTTP_HOST.";
  }

  private TrackerConfig settings() {
    try {
      return TrackerSettings.of(config);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          "The tracker door's settings (cordwood.tracker): " + e.getMessage());
    }
  }

  private Optional<Supplier<String>> metrics() {
    return prometheus.isResolvable() ? Optional.of(prometheus.get()::scrape) : Optional.empty();
  }

  /** The TCP port; empty when the door is off. */
  public OptionalInt port() {
    return door == null ? OptionalInt.empty() : OptionalInt.of(door.port());
  }

  @PreDestroy
  void stop() {
    if (door != null) {
      door.close();
    }
  }
}
