package io.cordwood.swarm.rules;

/** Where a peer came in, and so whether it can be asked for an offer. */
public enum Door {
  /** Cordwood viewers: they make an offer when the node asks for one. */
  SIGNALING,
  /** Stock WebTorrent clients: they bring offers of their own and are never asked. */
  TRACKER
}
