package io.cordwood.signaling.tracker;

import io.cordwood.signaling.NodeConfig;
import io.cordwood.tracker.TrackerConfig;
import io.cordwood.tracker.TrackerCounters;
import io.cordwood.tracker.TrackerDoor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.OptionalInt;

/** The tracker door's life within the node: started with it, drained with it. */
@Singleton
public class TrackerService {
  private final NodeConfig config;
  private final MeterRegistry registry;
  private TrackerDoor door;

  TrackerService(NodeConfig config, MeterRegistry registry) {
    this.config = config;
    this.registry = registry;
  }

  /** Opens the door, unless it is off; a taken port ends the start with one sentence. */
  public void start() {
    if (!config.tracker().enabled()) {
      return;
    }
    var counters = new TrackerCounters();
    var opening =
        new TrackerDoor(TrackerConfig.of(config.http().host(), config.tracker().port()), counters);
    try {
      opening.start();
    } catch (IOException e) {
      throw new ConfigurationException(
          e.getMessage() + " Set CORDWOOD_TRACKER_PORT to a free one.");
    }
    door = opening;
    for (var count : TrackerCounters.Count.values()) {
      FunctionCounter.builder("cordwood.tracker.events", counters, c -> c.get(count))
          .tag("event", count.metric())
          .register(registry);
    }
    Gauge.builder("cordwood.tracker.connections", door, TrackerDoor::connections)
        .register(registry);
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
