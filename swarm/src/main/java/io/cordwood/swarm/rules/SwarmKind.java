package io.cordwood.swarm.rules;

/** What a swarm is about. */
public enum SwarmKind {
  /** A fixed list of segments, which each viewer plays from where it likes. */
  FILM,
  /** A list that grows, at whose end viewers play. */
  LIVE
}
