package io.cordwood.swarm.lane;

/** What became of an event that a door submitted. */
public enum Submitted {
  /** The lane will apply it. */
  ACCEPTED,
  /** The lane's queue or the node is full; answer {@code busy}. Counted. */
  BUSY,
  /** Nobody is in that swarm, so only a join means something. Counted. */
  NO_SUCH_SWARM,
  /** The connection is not open (any more). Counted. */
  NO_SUCH_CONNECTION
}
