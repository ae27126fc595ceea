package io.cordwood.swarm.wire;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One trickled candidate as browsers give it (W3C WebRTC, {@code RTCIceCandidateInit}): the
 * candidate attribute of RFC 8839 §5.1, and where in the description it belongs.
 *
 * @param candidate begins {@code candidate:}, or is empty as the sign that no more come
 * @param sdpMid the media section by name
 * @param sdpMLineIndex the media section by number, from 0
 */
public record IceCandidate(String candidate, Optional<String> sdpMid, OptionalInt sdpMLineIndex) {
  /** Characters of {@link #candidate} at most. */
  public static final int MAX_CANDIDATE_CHARACTERS = 1024;

  /** Characters of {@link #sdpMid} at most. */
  public static final int MAX_MID_CHARACTERS = 64;

  /** Refuses nulls; bounds are the codec's. */
  public IceCandidate {
    Objects.requireNonNull(candidate);
    Objects.requireNonNull(sdpMid);
    Objects.requireNonNull(sdpMLineIndex);
  }
}
