package io.cordwood.swarm.wire.tracker;

import java.util.Locale;

/** What can be wrong with a client's message. */
public enum TrackerProblem {
  /** Not one JSON object. */
  NOT_JSON("Send one JSON object a message, as the WebTorrent tracker protocol has it."),
  /** Nested deeper than any message. */
  TOO_DEEP("Send JSON with at most 16 objects and lists inside one another."),
  /** No action, or one that is not known. */
  UNKNOWN_ACTION("Send an action of announce or scrape."),
  /** An announce or answer without 20 bytes of {@code info_hash}. */
  BAD_INFO_HASH("Send info_hash as a binary string of 20 characters, each up to U+00FF."),
  /** An announce or answer without 20 bytes of {@code peer_id}. */
  BAD_PEER_ID("Send peer_id as a binary string of 20 characters, each up to U+00FF."),
  /** An answer without 20 bytes of {@code to_peer_id} or {@code offer_id}. */
  BAD_ADDRESSEE("Send to_peer_id and offer_id with an answer, as binary strings of 20 characters."),
  /** An answer whose description is not one, or is too large. */
  BAD_DESCRIPTION("Send an answer as an object with one sdp text of at most 64 KiB."),
  /** A description with too many candidates. */
  BAD_CANDIDATE("Send at most 32 candidates in a description."),
  /** More hashes in a scrape than are answered at once. */
  TOO_MANY_HASHES("Send at most 64 hashes in one scrape.");

  private final String reason;

  TrackerProblem(String reason) {
    this.reason = reason;
  }

  /** What to do, for the sender. */
  String reason() {
    return reason;
  }

  /** Lower case with underscores, for metrics. */
  public String metric() {
    return name().toLowerCase(Locale.ROOT);
  }
}
