package io.cordwood.swarm.rules;

import java.util.Locale;

/** Everything that swarms count. */
public enum SwarmCount {
  /** Peers that joined. */
  JOINED,
  /** Peers that left or whose connection ended. */
  LEFT,
  /** Peers not heard of for too long. */
  EXPIRED,
  /** Joins refused: already joined by this connection. */
  JOIN_REPEATED,
  /** Joins refused: the id is in use by another connection. */
  PEER_TAKEN,
  /** Joins refused: the swarm is full. */
  SWARM_FULL,
  /** Joins refused: too many peers of one connection. */
  TOO_MANY_PEERS,
  /** Events of peers that are not in the swarm. */
  UNKNOWN_PEER,
  /** Announces of the tracker door's clients. */
  ANNOUNCED,
  /** Peers that came back on another connection with the tracker id that they were given. */
  TAKEN_OVER,
  /** Introductions made. */
  INTRODUCED,
  /** Of these, how many were drawn at random. */
  INTRODUCED_AT_RANDOM,
  /** Offers relayed. */
  OFFERS_RELAYED,
  /** Answers relayed. */
  ANSWERS_RELAYED,
  /** Batches of candidates relayed. */
  CANDIDATES_RELAYED,
  /** Offers, answers or candidates outside an introduction of the sender. */
  NOT_INTRODUCED,
  /** Second offers for one introduction, or to one client. */
  OFFER_REPEATED,
  /** Second answers for one introduction. */
  ANSWER_REPEATED,
  /** Offers of the tracker door's clients that were not answered in time. */
  OFFERS_EXPIRED,
  /** Descriptions of the tracker door's clients that no viewer may be given. */
  DESCRIPTION_REFUSED,
  /** Batches of candidates for a client of the tracker door, which knows no trickling. */
  CANDIDATES_TO_STOCK,
  /** Answers or candidates before the offer. */
  OFFER_MISSING,
  /** Descriptions with another certificate than the ticket's. */
  FINGERPRINT_MISMATCH,
  /** Batches over the number of candidates of one end. */
  TOO_MANY_CANDIDATES,
  /** Introductions that were not answered in time. */
  INTRODUCTIONS_EXPIRED,
  /** Open introductions that ended because one end left. */
  INTRODUCTIONS_LOST,
  /** Peers that got no introduction because their budget for the hour is spent. */
  BUDGET_SPENT,
  /** Wants that came too soon after the last one. */
  WANT_TOO_SOON,
  /** New segments of live channels that viewers were told of. */
  SEGMENTS_TOLD,
  /** Links and introductions reported as failed. */
  LINKS_FAILED,
  /** Links reported as lying. */
  LINKS_LYING,
  /** Reports about a peer that the reporter was not connected to by this node. */
  REPORT_NOT_CREDIBLE;

  /** Lower case with underscores, for metrics. */
  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }
}
