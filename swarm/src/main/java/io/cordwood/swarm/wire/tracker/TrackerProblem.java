package io.cordwood.swarm.wire.tracker;

import java.util.Locale;

/** What can be wrong with a client's message. */
public enum TrackerProblem {
  /** Not one JSON object. */
  NOT_JSON,
  /** Nested deeper than any message. */
  TOO_DEEP,
  /** No action, or one that is not known. */
  UNKNOWN_ACTION,
  /** An announce or answer without 20 bytes of {@code info_hash}. */
  BAD_INFO_HASH,
  /** An announce or answer without 20 bytes of {@code peer_id}. */
  BAD_PEER_ID,
  /** An answer without 20 bytes of {@code to_peer_id} or {@code offer_id}. */
  BAD_ADDRESSEE,
  /** An answer whose description is not one, or is too large. */
  BAD_DESCRIPTION,
  /** A description with too many candidates, or one that nobody may be sent to. */
  BAD_CANDIDATE,
  /** More hashes in a scrape than are answered at once. */
  TOO_MANY_HASHES;

  /** Lower case with underscores, for metrics. */
  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }
}
