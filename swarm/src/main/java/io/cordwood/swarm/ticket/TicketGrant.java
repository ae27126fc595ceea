package io.cordwood.swarm.ticket;

import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.util.Objects;

/**
 * What a ticket is asked for; see {@link TicketClaims} for the meaning. A renewal is the grant of
 * the old ticket.
 */
public record TicketGrant(
    PeerId peer, SwarmId swarm, String origin, Fingerprint fingerprint, boolean open) {
  /** Refuses nulls. */
  public TicketGrant {
    Objects.requireNonNull(peer);
    Objects.requireNonNull(swarm);
    Objects.requireNonNull(origin);
    Objects.requireNonNull(fingerprint);
  }

  /** What the claims were given for. */
  public static TicketGrant of(TicketClaims claims) {
    return new TicketGrant(
        claims.peer(), claims.swarm(), claims.origin(), claims.fingerprint(), claims.open());
  }
}
