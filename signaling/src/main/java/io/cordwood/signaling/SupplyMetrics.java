package io.cordwood.signaling;

import io.cordwood.signaling.catalogue.Catalogue;
import io.cordwood.signaling.catalogue.Title;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.lane.Swarms;
import io.cordwood.swarm.rules.Flow;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * What the viewers of each title and rendition need and can give one another, for those who scale
 * webseeds. Titles and renditions are those of the catalogue: what viewers invent has no row.
 */
@Singleton
class SupplyMetrics {
  private record Watched(Tags tags, Flow flow) {}

  private record Figure(MultiGauge gauge, ToLongFunction<Flow> value) {}

  private final Swarms swarms;
  private final Catalogue catalogue;
  private final List<Figure> figures;

  SupplyMetrics(MeterRegistry registry, Swarms swarms, Catalogue catalogue) {
    this.swarms = swarms;
    this.catalogue = catalogue;
    this.figures =
        List.of(
            figure(
                "cordwood.demand.bits.per.second",
                "Rates of viewers below their target buffer",
                Flow::demand,
                registry),
            figure(
                "cordwood.supply.bits.per.second",
                "Uplinks of viewers who hold what is needed",
                Flow::supply,
                registry),
            figure(
                "cordwood.required.fallback.bits.per.second",
                "What webseeds have to send at least",
                Flow::requiredFallback,
                registry),
            figure("cordwood.cohorts", "Cohorts with viewers", Flow::cohorts, registry),
            figure(
                "cordwood.cohorts.thin",
                "Cohorts that cannot provide for themselves",
                Flow::thinCohorts,
                registry));
  }

  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void refresh() {
    var watched = swarms.names().stream().flatMap(this::watched).toList();
    for (var figure : figures) {
      figure.gauge().register(watched.stream().<Row<?>>map(one -> row(one, figure)).toList(), true);
    }
  }

  private Stream<Watched> watched(SwarmId swarm) {
    return catalogue.find(swarm).stream()
        .flatMap(
            title -> swarms.view(swarm).stream().flatMap(view -> watched(title, view.flows())));
  }

  private static Stream<Watched> watched(Title title, Map<RenditionName, Flow> flows) {
    return title.renditions().stream()
        .filter(rendition -> flows.containsKey(rendition.name()))
        .map(
            rendition ->
                new Watched(
                    Tags.of("title", title.id().toString(), "rendition", rendition.name().value()),
                    flows.get(rendition.name())));
  }

  private static Row<?> row(Watched one, Figure figure) {
    return Row.of(one.tags(), figure.value().applyAsLong(one.flow()));
  }

  private static Figure figure(
      String name, String description, ToLongFunction<Flow> value, MeterRegistry registry) {
    return new Figure(MultiGauge.builder(name).description(description).register(registry), value);
  }
}
