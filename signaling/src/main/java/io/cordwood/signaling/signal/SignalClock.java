package io.cordwood.signaling.signal;

import io.cordwood.signaling.catalogue.Catalogue;
import io.cordwood.signaling.catalogue.Webseeds;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.lane.Swarms;
import io.cordwood.swarm.limit.AddressRates;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Lets time pass for swarms, sockets and limits. Called by the scheduler, never twice at once. */
@Singleton
class SignalClock {
  private final Swarms swarms;
  private final SignalConnections connections;
  private final Catalogue catalogue;
  private final Webseeds webseeds;
  private final AddressRates rates;
  private final InstantSource clock;

  SignalClock(
      Swarms swarms,
      SignalConnections connections,
      Catalogue catalogue,
      Webseeds webseeds,
      AddressRates rates,
      InstantSource clock) {
    this.swarms = swarms;
    this.connections = connections;
    this.catalogue = catalogue;
    this.webseeds = webseeds;
    this.rates = rates;
    this.clock = clock;
  }

  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void second() {
    swarms.tick(this::heatOf);
    connections.tick();
  }

  private double heatOf(SwarmId swarm) {
    var now = clock.instant();
    return catalogue.find(swarm).map(title -> webseeds.heatOf(title.id(), now)).orElse(0.0);
  }

  @Scheduled(every = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void minute() {
    rates.forgetIdle(clock.instant());
  }
}
