package io.cordwood.swarm.wire;

import java.util.List;

/** Trickled candidates that passed {@link SdpScan}; nothing else makes them. Immutable. */
public final class ScannedCandidates {
  private final List<IceCandidate> candidates;
  private final boolean end;

  ScannedCandidates(List<IceCandidate> candidates, boolean end) {
    this.candidates = List.copyOf(candidates);
    this.end = end;
  }

  /** The candidates as they came. */
  public List<IceCandidate> candidates() {
    return candidates;
  }

  /** True when no more come. */
  public boolean end() {
    return end;
  }
}
