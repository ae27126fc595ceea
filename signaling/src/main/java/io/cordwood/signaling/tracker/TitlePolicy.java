package io.cordwood.signaling.tracker;

import io.cordwood.signaling.catalogue.Catalogue;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.ticket.TicketClaims;
import io.cordwood.swarm.ticket.TicketVerdict;
import io.cordwood.swarm.ticket.TicketVerifier;
import io.cordwood.tracker.protocol.SwarmPolicy;
import java.time.Instant;
import java.util.Optional;

/**
 * The node's films at its tracker door: open ones for everybody, closed ones for the peer that a
 * ticket names, with the ticket's certificate (PROTOCOL §4.3). Safe on every thread.
 */
final class TitlePolicy implements SwarmPolicy {
  private static final Access NOT_OURS =
      new Access.Refused("This tracker serves its own titles only; use another one.");
  private static final Access NO_TICKET =
      new Access.Refused(
          "This title is for viewers with a ticket: join it at its node, and connect with"
              + " ?ticket= and the ticket.");
  private static final Access OTHER_PEER =
      new Access.Refused("The ticket is for another peer id: use the one of the join answer.");

  private static final Access LIVE =
      new Access.Refused(
          "This is a live channel, whose pieces have no torrent: watch it with a Cordwood player; its"
              + " recording has one.");

  private final Catalogue catalogue;
  private final TicketVerifier verifier;
  private final boolean others;

  /** With {@code others}, swarms that are no titles are served too. */
  TitlePolicy(Catalogue catalogue, TicketVerifier verifier, boolean others) {
    this.catalogue = catalogue;
    this.verifier = verifier;
    this.others = others;
  }

  @Override
  public Access access(SwarmId swarm, PeerId peer, Optional<String> ticket, Instant now) {
    var title = catalogue.find(swarm);
    if (title.isEmpty()) {
      return others ? OPEN : NOT_OURS;
    }
    if (title.get().live() != null) {
      return LIVE;
    }
    if (title.get().open()) {
      return OPEN;
    }
    return ticket.map(token -> withTicket(token, swarm, peer, now)).orElse(NO_TICKET);
  }

  @Override
  public boolean mayBeScraped(SwarmId swarm) {
    return catalogue.find(swarm).map(title -> title.live() == null && title.open()).orElse(others);
  }

  private Access withTicket(String token, SwarmId swarm, PeerId peer, Instant now) {
    return switch (verifier.verify(token, swarm, now)) {
      case TicketVerdict.Refused(TicketVerdict.Reason reason) ->
          new Access.Refused(reason.advice());
      case TicketVerdict.Valid(TicketClaims claims) when claims.peer().equals(peer) ->
          new Access.Granted(Optional.of(claims.fingerprint()), claims.expiresAt());
      case TicketVerdict.Valid other -> OTHER_PEER;
    };
  }
}
