package io.cordwood.swarm.lane;

/**
 * The bounds of the lanes.
 *
 * @param queueEvents events that wait for one swarm; above, doors answer {@code busy}
 * @param eventsPerTurn events applied before other lanes get the thread
 * @param maxSwarms swarms of one node with somebody in them; an empty one costs nothing
 * @param maxSwarmsPerConnection swarms that one socket can be in: pages of stock clients share one
 *     socket for all their torrents
 */
public record LaneConfig(
    int queueEvents, int eventsPerTurn, int maxSwarms, int maxSwarmsPerConnection) {
  /** What nodes use. */
  public static LaneConfig defaults() {
    return new LaneConfig(8_192, 256, 50_000, 64);
  }
}
