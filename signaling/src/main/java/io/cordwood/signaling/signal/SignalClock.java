package io.cordwood.signaling.signal;

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
  private final AddressRates rates;
  private final InstantSource clock;

  SignalClock(
      Swarms swarms, SignalConnections connections, AddressRates rates, InstantSource clock) {
    this.swarms = swarms;
    this.connections = connections;
    this.rates = rates;
    this.clock = clock;
  }

  @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void second() {
    swarms.tick();
    connections.tick();
  }

  @Scheduled(every = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void minute() {
    rates.forgetIdle(clock.instant());
  }
}
