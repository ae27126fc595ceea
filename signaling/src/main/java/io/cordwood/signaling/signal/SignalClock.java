package io.cordwood.signaling.signal;

import io.cordwood.signaling.catalogue.Catalogue;
import io.cordwood.signaling.catalogue.Crowds;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.lane.Swarms;
import io.cordwood.swarm.limit.AddressRates;
import io.cordwood.swarm.rules.WebseedLoad;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Lets time pass for swarms, sockets and limits. Called by the scheduler, never twice at once. */
@Singleton
class SignalClock {
  private final Swarms swarms;
  private final SignalConnections connections;
  private final Catalogue catalogue;
  private final Crowds crowds;
  private final AddressRates rates;
  private final InstantSource clock;

  SignalClock(
      Swarms swarms,
      SignalConnections connections,
      Catalogue catalogue,
      Crowds crowds,
      AddressRates rates,
      InstantSource clock) {
    this.swarms = swarms;
    this.connections = connections;
    this.catalogue = catalogue;
    this.crowds = crowds;
    this.rates = rates;
    this.clock = clock;
  }

  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void second() {
    swarms.tick(this::loadOf);
    connections.tick();
  }

  private WebseedLoad loadOf(SwarmId swarm) {
    var now = clock.instant();
    return catalogue.find(swarm).map(title -> crowds.loadOf(title, now)).orElse(WebseedLoad.NONE);
  }

  @Scheduled(every = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void minute() {
    rates.forgetIdle(clock.instant());
  }
}
