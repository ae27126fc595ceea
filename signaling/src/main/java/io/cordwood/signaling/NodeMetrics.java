package io.cordwood.signaling;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.swarm.lane.LaneCounters;
import io.cordwood.swarm.lane.Swarms;
import io.cordwood.swarm.rules.SwarmCount;
import io.cordwood.swarm.wire.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the node counts, as Prometheus reads it at {@code /metrics}. Safe on every thread. */
@Singleton
public class NodeMetrics {
  private static final String REFUSALS = "cordwood.join.refusals";

  private final MeterRegistry registry;
  private final Counter joins;
  private final Counter drops;
  private final Counter pings;
  private final Map<ErrorCode, Counter> refusals = new EnumMap<>(ErrorCode.class);

  NodeMetrics(MeterRegistry registry, Swarms swarms) {
    this.registry = registry;
    this.joins = registry.counter("cordwood.joins");
    this.drops = registry.counter("cordwood.signal.drops");
    this.pings = registry.counter("cordwood.signal.pings.held.back");
    for (var code : ErrorCode.values()) {
      refusals.put(code, registry.counter("cordwood.signal.refusals", "code", code.wire()));
    }
    for (var count : SwarmCount.values()) {
      function(
          "cordwood.swarm.events", "event", count.metric(), swarms, s -> s.counters().get(count));
    }
    lane("busy", swarms, LaneCounters::busy);
    lane("no_such_swarm", swarms, LaneCounters::noSuchSwarm);
    lane("no_such_connection", swarms, LaneCounters::noSuchConnection);
    lane("undeliverable", swarms, LaneCounters::undeliverable);
    lane("failed", swarms, LaneCounters::failed);
    Gauge.builder("cordwood.connections", swarms, Swarms::connections).register(registry);
    Gauge.builder("cordwood.swarms", swarms, s -> s.names().size()).register(registry);
    Gauge.builder("cordwood.peers", swarms, NodeMetrics::peers).register(registry);
    Gauge.builder("cordwood.events.waiting", swarms, Swarms::waiting).register(registry);
  }

  /** A viewer joined. */
  public void joined() {
    joins.increment();
  }

  /** A join was refused with this HTTP status. */
  public void joinRefused(int status) {
    registry.counter(REFUSALS, "status", Integer.toString(status)).increment();
  }

  /**
   * A webseed told of a channel's segment; {@code outcome} is {@code told}, {@code refused}, {@code
   * flood} or {@code leapt}.
   */
  public void segment(TitleId channel, String outcome) {
    registry
        .counter("cordwood.live.segments", "title", channel.toString(), "outcome", outcome)
        .increment();
  }

  /**
   * A webseed asked for a channel's lease; {@code outcome} is {@code granted} or {@code refused}.
   */
  public void lease(TitleId channel, String outcome) {
    registry
        .counter("cordwood.live.leases", "title", channel.toString(), "outcome", outcome)
        .increment();
  }

  /** The signaling door refused something. */
  public void signalRefused(ErrorCode code) {
    refusals.get(code).increment();
  }

  /** A message to a slow viewer was dropped. */
  public void dropped() {
    drops.increment();
  }

  /** A ping of a viewer that does not read was not answered at once. */
  public void pingHeldBack() {
    pings.increment();
  }

  private static double peers(Swarms swarms) {
    return swarms.names().stream()
        .flatMap(name -> swarms.view(name).stream())
        .mapToInt(view -> view.peers())
        .sum();
  }

  private void lane(String what, Swarms swarms, ToDoubleFunction<LaneCounters> value) {
    function(
        "cordwood.lane.events", "event", what, swarms, s -> value.applyAsDouble(s.laneCounters()));
  }

  private void function(
      String name, String tag, String value, Swarms swarms, ToDoubleFunction<Swarms> reader) {
    FunctionCounter.builder(name, swarms, reader).tag(tag, value).register(registry);
  }
}
