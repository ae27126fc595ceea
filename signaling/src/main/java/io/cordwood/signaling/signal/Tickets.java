package io.cordwood.signaling.signal;

import io.cordwood.signaling.join.Joiners;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.rules.Door;
import io.cordwood.swarm.rules.NetworkPlace;
import io.cordwood.swarm.rules.PeerProfile;
import io.cordwood.swarm.ticket.IssuedTicket;
import io.cordwood.swarm.ticket.TicketClaims;
import io.cordwood.swarm.ticket.TicketGrant;
import io.cordwood.swarm.ticket.TicketIssuer;
import io.cordwood.swarm.ticket.TicketVerdict;
import io.cordwood.swarm.ticket.TicketVerifier;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Checks and renews the tickets of a door, and recalls who joined with them. Safe on every thread.
 */
final class Tickets {
  private final TicketVerifier verifier;
  private final TicketIssuer issuer;
  private final Joiners joiners;

  Tickets(TicketVerifier verifier, TicketIssuer issuer, Joiners joiners) {
    this.verifier = verifier;
    this.issuer = issuer;
    this.joiners = joiners;
  }

  /** Checks a ticket for one swarm; without one, for that which the ticket names. */
  TicketVerdict check(String token, Optional<SwarmId> swarm, Instant now) {
    return swarm
        .map(named -> verifier.verify(token, named, now))
        .orElseGet(() -> verifier.verify(token, now));
  }

  IssuedTicket renew(TicketClaims claims, Instant now, RandomGenerator random) {
    var renewed = issuer.issue(TicketGrant.of(claims), now, random);
    var joiner = joiners.find(claims.peer());
    joiners.remember(claims.peer(), joiner, renewed.expiresAt(), now);
    return renewed;
  }

  PeerProfile profile(TicketClaims claims, NetworkPlace place) {
    var joiner = joiners.find(claims.peer());
    return new PeerProfile(
        Door.SIGNALING,
        Optional.of(claims.fingerprint()),
        place,
        joiner.siteGroup(),
        joiner.mobile(),
        joiner.upload());
  }
}
