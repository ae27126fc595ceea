package io.cordwood.swarm.lane;

import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.rules.Outgoing;

/** What a door gives for each of its sockets, to be told what to do. */
@FunctionalInterface
public interface Outbox {
  /**
   * Called on the lane's thread, in order within a swarm; must not block or throw. A socket that is
   * in several swarms is called from several lanes.
   */
  void deliver(SwarmId swarm, Outgoing outgoing);
}
