package io.cordwood.swarm.ticket;

/** What a verifier found. */
public sealed interface TicketVerdict {
  /** Signed by the node and true here and now. */
  record Valid(TicketClaims claims) implements TicketVerdict {}

  /** Not to be trusted; nothing in it was. */
  record Refused(Reason reason) implements TicketVerdict {}

  /** Why a ticket is refused. */
  enum Reason {
    /** Not a compact JWT of the known form. */
    MALFORMED("Send the ticket of the join answer as it came."),
    /** Another algorithm than ES256; never negotiable (RFC 8725 §3.1). */
    ALGORITHM("Send the ticket of the join answer as it came."),
    /** Signed by another key, or altered. */
    SIGNATURE("Join again for a ticket of this node."),
    /** Its time is over. */
    EXPIRED("Join again for a new ticket."),
    /** Issued in the future. */
    NOT_YET("Join again; the clocks of the nodes differ."),
    /** For another swarm. */
    SWARM("Join this title for a ticket of its swarm."),
    /** For another certificate than the one presented. */
    FINGERPRINT("Use the certificate that the ticket was given for, or join again.");

    private final String advice;

    Reason(String advice) {
      this.advice = advice;
    }

    /** A sentence that says what to do. */
    public String advice() {
      return advice;
    }
  }
}
