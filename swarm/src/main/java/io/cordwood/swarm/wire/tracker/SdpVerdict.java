package io.cordwood.swarm.wire.tracker;

/** What the scan made of a value that should be a description. */
enum SdpVerdict {
  /** May be relayed, without what is cut. */
  GOOD,
  /** Not an object with one string {@code sdp}. */
  MALFORMED,
  /** More than {@link SdpReader#MAX_BYTES}. */
  TOO_LARGE,
  /** More than {@link io.cordwood.swarm.wire.SdpScan#MAX_CANDIDATES}, whatever they name. */
  TOO_MANY_CANDIDATES
}
