package io.cordwood.swarm.wire.tracker;

/** What the scan made of a value that should be a description. */
enum SdpVerdict {
  /** May be relayed. */
  GOOD,
  /** Not an object with one string {@code sdp}. */
  MALFORMED,
  /** More than {@link SdpReader#MAX_BYTES}. */
  TOO_LARGE,
  /** Too many candidates, or one that nobody may be sent to. */
  BAD_CANDIDATE
}
