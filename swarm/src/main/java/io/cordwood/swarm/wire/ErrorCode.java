package io.cordwood.swarm.wire;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Every typed refusal of the signaling door, and the close code that follows where the connection
 * does not stay (PROTOCOL §5). The one table of both.
 */
public enum ErrorCode {
  /** Not a message of PROTOCOL §5. */
  MALFORMED("malformed"),
  /** A message of a type that this node does not know. */
  UNKNOWN_TYPE("unknown-type"),
  /** A message over 64 KiB. */
  TOO_BIG("too-big", 1009),
  /** Something else came before {@code hello}, or nothing in time. */
  HELLO_EXPECTED("hello-expected", 1008),
  /** A second {@code hello}. */
  HELLO_REPEATED("hello-repeated"),
  /** The ticket is not valid here and now. */
  TICKET_REFUSED("ticket-refused", 1008),
  /** The budget of violations is spent. */
  TOO_MANY_VIOLATIONS("too-many-violations", 1008),
  /** More messages a second than allowed. */
  TOO_FAST("too-fast"),
  /** Too many connections from one address. */
  TOO_MANY_CONNECTIONS("too-many-connections", 1013),
  /** The node has more to do than it can; try again later. */
  BUSY("busy", 1013),
  /** The swarm has as many peers as it may have. */
  SWARM_FULL("swarm-full", 1013),
  /** The connection has as many peers in the swarm as it may have. */
  TOO_MANY_PEERS("too-many-peers"),
  /** The peer id is in use by a connection that still lives. */
  PEER_TAKEN("peer-taken", 1013),
  /** Nothing was heard of the peer for too long. */
  EXPIRED("expired", 1013),
  /** A session description that the byte scan refuses. */
  SDP_REFUSED("sdp-refused"),
  /** A candidate that the byte scan refuses. */
  CANDIDATE_REFUSED("candidate-refused"),
  /** More candidates for one introduction than allowed. */
  TOO_MANY_CANDIDATES("too-many-candidates"),
  /** The certificate of the description is not the ticket's. */
  FINGERPRINT_MISMATCH("fingerprint-mismatch"),
  /** No such introduction for this peer, or it is over. */
  NOT_INTRODUCED("not-introduced"),
  /** A second offer for one introduction. */
  OFFER_REPEATED("offer-repeated"),
  /** A second answer for one introduction. */
  ANSWER_REPEATED("answer-repeated"),
  /** An answer or candidates before the offer. */
  OFFER_MISSING("offer-missing");

  private final String wire;
  private final OptionalInt closeCode;

  ErrorCode(String wire) {
    this.wire = wire;
    this.closeCode = OptionalInt.empty();
  }

  ErrorCode(String wire, int closeCode) {
    this.wire = wire;
    this.closeCode = OptionalInt.of(closeCode);
  }

  /** As written in {@code error.code}. */
  public String wire() {
    return wire;
  }

  /** The WebSocket close code that follows; empty when the connection stays. */
  public OptionalInt closeCode() {
    return closeCode;
  }

  /** The code with this name on the wire. */
  public static Optional<ErrorCode> ofWire(String wire) {
    return Arrays.stream(values()).filter(code -> code.wire.equals(wire)).findFirst();
  }
}
