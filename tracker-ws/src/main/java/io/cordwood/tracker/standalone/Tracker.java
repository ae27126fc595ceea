package io.cordwood.tracker.standalone;

import io.cordwood.swarm.lane.BufferedRandom;
import io.cordwood.swarm.lane.LaneConfig;
import io.cordwood.swarm.lane.Swarms;
import io.cordwood.swarm.rules.SwarmConfig;
import io.cordwood.swarm.rules.TrackerRules;
import io.cordwood.tracker.Conversation;
import io.cordwood.tracker.MessageHandler;
import io.cordwood.tracker.TrackerConfig;
import io.cordwood.tracker.TrackerConnection;
import io.cordwood.tracker.TrackerCounters;
import io.cordwood.tracker.TrackerDoor;
import io.cordwood.tracker.protocol.SwarmPolicy;
import io.cordwood.tracker.protocol.TrackerProtocol;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** A tracker by itself: a door, its protocol and swarms of its own, in one process. */
public final class Tracker implements AutoCloseable {
  private final ExecutorService lanes;
  private final Swarms swarms;
  private final TrackerProtocol protocol;
  private final TrackerDoor door;

  /**
   * A tracker that does not listen yet.
   *
   * @param metrics the text for {@code /metrics}; empty for no such page
   */
  public Tracker(
      TrackerConfig config,
      SwarmPolicy policy,
      TrackerCounters counters,
      Optional<Supplier<String>> metrics) {
    var clock = Clock.systemUTC();
    this.lanes =
        Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("swarm-", 0).factory());
    var secure = new SecureRandom();
    this.swarms =
        new Swarms(
            SwarmConfig.defaults()
                .with(TrackerRules.defaults().withOffersPerHour(config.limits().offersPerHour())),
            LaneConfig.defaults(),
            clock,
            () -> new BufferedRandom(secure),
            lanes);
    this.protocol = new TrackerProtocol(swarms, policy, config, clock, secure);
    this.door = new TrackerDoor(config, counters, new Ticking(), protocol, metrics);
  }

  /** The door: start it, ask it for its port. */
  public TrackerDoor door() {
    return door;
  }

  /** The protocol and what it counted. */
  public TrackerProtocol protocol() {
    return protocol;
  }

  /** The swarms and what they counted. */
  public Swarms swarms() {
    return swarms;
  }

  @Override
  public void close() {
    door.close();
    lanes.shutdown();
  }

  /** Nobody else lets time pass for the swarms. */
  private final class Ticking implements MessageHandler {
    @Override
    public Conversation opened(TrackerConnection connection) {
      return protocol.opened(connection);
    }

    @Override
    public void tick() {
      swarms.tick();
      protocol.tick();
    }
  }
}
