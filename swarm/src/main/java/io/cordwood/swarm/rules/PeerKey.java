package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.PeerId;
import java.util.Objects;

/** A peer as its node knows it: what a connection says affects only the peers of its own key. */
public record PeerKey(ConnectionId connection, PeerId peer) {
  /** Refuses nulls. */
  public PeerKey {
    Objects.requireNonNull(connection);
    Objects.requireNonNull(peer);
  }
}
