package io.cordwood.swarm.ticket;

import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.time.Instant;
import java.util.Objects;

/**
 * What a ticket says (PROTOCOL §4.3). Times are whole seconds, as in JWT (RFC 7519 §2).
 *
 * @param peer {@code sub}: who may take part
 * @param swarm where
 * @param origin of the page that joined
 * @param fingerprint {@code cnf}: the certificate that the peer must prove to hold
 * @param open true when the title admits peers without a ticket
 * @param issuedAt {@code iat}
 * @param expiresAt {@code exp}
 * @param id {@code jti}: no two tickets have the same
 */
public record TicketClaims(
    PeerId peer,
    SwarmId swarm,
    String origin,
    Fingerprint fingerprint,
    boolean open,
    Instant issuedAt,
    Instant expiresAt,
    String id) {
  /** Refuses nulls. */
  public TicketClaims {
    Objects.requireNonNull(peer);
    Objects.requireNonNull(swarm);
    Objects.requireNonNull(origin);
    Objects.requireNonNull(fingerprint);
    Objects.requireNonNull(issuedAt);
    Objects.requireNonNull(expiresAt);
    Objects.requireNonNull(id);
  }
}
