package io.cordwood.tracker.meters;

import io.cordwood.swarm.lane.Swarms;
import io.cordwood.swarm.rules.SwarmCount;
import io.cordwood.swarm.wire.tracker.TrackerProblem;
import io.cordwood.tracker.TrackerCounters;
import io.cordwood.tracker.TrackerDoor;
import io.cordwood.tracker.TrackerStats;
import io.cordwood.tracker.protocol.TrackerProtocol;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import java.util.function.ToDoubleFunction;

/** The meters of a door and its swarms; needs Micrometer, which the door itself does not. */
public final class TrackerMeters {
  private TrackerMeters() {}

  /** What the door counted and has, as {@code cordwood.tracker.…}. */
  public static void bind(MeterRegistry registry, TrackerDoor door, TrackerStats stats) {
    for (var count : TrackerCounters.Count.values()) {
      FunctionCounter.builder("cordwood.tracker.events", door.counters(), c -> c.get(count))
          .tag("event", count.metric())
          .register(registry);
    }
    Gauge.builder("cordwood.tracker.connections", door, TrackerDoor::connections)
        .register(registry);
    gauge(registry, stats, "swarms", now -> now.totals().torrents());
    gauge(registry, stats, "seeders", now -> now.totals().peersSeederOnly());
    gauge(registry, stats, "leechers", now -> now.totals().peersLeecherOnly());
  }

  /** What the protocol refused, by reason. */
  public static void bind(MeterRegistry registry, TrackerProtocol protocol) {
    for (var problem : TrackerProblem.values()) {
      FunctionCounter.builder("cordwood.tracker.refusals", protocol, p -> p.problems(problem))
          .tag("problem", problem.metric())
          .register(registry);
    }
  }

  /** What the rules of the swarms counted; a node has these meters of its own. */
  public static void bind(MeterRegistry registry, Swarms swarms) {
    for (var count : SwarmCount.values()) {
      FunctionCounter.builder("cordwood.swarm.events", swarms, s -> s.counters().get(count))
          .tag("event", count.metric())
          .register(registry);
    }
  }

  /** Memory, collector and processor of the process. */
  @SuppressWarnings("resource") // as long as the process
  public static void bindProcess(MeterRegistry registry) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  private static void gauge(
      MeterRegistry registry,
      TrackerStats stats,
      String what,
      ToDoubleFunction<TrackerStats> value) {
    Gauge.builder("cordwood.tracker." + what, stats, value).register(registry);
  }
}
