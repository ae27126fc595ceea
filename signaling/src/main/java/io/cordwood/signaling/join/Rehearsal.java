package io.cordwood.signaling.join;

import io.cordwood.signaling.http.Json;
import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.ticket.TicketGrant;
import io.cordwood.swarm.ticket.TicketIssuer;
import io.cordwood.swarm.ticket.TicketVerdict;
import io.cordwood.swarm.ticket.TicketVerifier;
import io.cordwood.swarm.wire.SignalCodec;
import io.cordwood.swarm.wire.UpMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Random;

/**
 * Does once, before anybody comes, what a first viewer would wait for: a request is read, a ticket
 * signed, sent and checked. Signing and checking load some hundred classes, a quarter of a second
 * of a premiere's first moments. Nothing of it is kept.
 */
@ApplicationScoped
public class Rehearsal {
  private static final SwarmId NO_SWARM = SwarmId.of(new byte[SwarmId.LENGTH]);
  private static final PeerId NOBODY = PeerId.ofNode(new byte[12]);
  private static final String REQUEST =
      "{\"title\":\"nobody/nothing\",\"fingerprint\":\"%s\",\"capabilities\":{\"webrtc\":true}}"
          .formatted("00:".repeat(31) + "00");

  private final TicketIssuer issuer;
  private final TicketVerifier verifier;

  Rehearsal(TicketIssuer issuer, TicketVerifier verifier) {
    this.issuer = issuer;
    this.verifier = verifier;
  }

  /** Takes the time that the first viewer is spared; fails when tickets cannot be made here. */
  public void play(Instant now) {
    var request = Json.read(REQUEST, JoinRequest.class);
    var ticket = issuer.issue(grant(request.fingerprint()), now, new Random());
    var codec = new SignalCodec();
    codec.decodeUp(codec.encode(new UpMessage.Hello(ticket.token())));
    if (!(verifier.verify(ticket.token(), NO_SWARM, now) instanceof TicketVerdict.Valid)) {
      throw new IllegalStateException("The node refuses the tickets that it signs.");
    }
  }

  private static TicketGrant grant(Fingerprint fingerprint) {
    return new TicketGrant(NOBODY, NO_SWARM, "", fingerprint, true);
  }
}
