package io.cordwood.swarm.ticket;

import java.time.Duration;
import java.time.Instant;

/** A signed ticket: the compact JWT and when it ends. */
public record IssuedTicket(String token, Instant expiresAt) {
  private static final Duration RENEW_BEFORE_END = Duration.ofMinutes(2);

  /** When the signaling door sends the next one (PROTOCOL §5). */
  public Instant renewAt() {
    return expiresAt.minus(RENEW_BEFORE_END);
  }
}
