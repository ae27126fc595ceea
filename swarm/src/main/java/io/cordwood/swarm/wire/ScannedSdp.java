package io.cordwood.swarm.wire;

import io.cordwood.swarm.content.Fingerprint;
import java.util.Objects;

/**
 * A session description that passed {@link SdpScan}; nothing else makes one. Relayed verbatim.
 * Immutable.
 */
public final class ScannedSdp {
  private final String text;
  private final Fingerprint fingerprint;
  private final int candidates;

  ScannedSdp(String text, Fingerprint fingerprint, int candidates) {
    this.text = Objects.requireNonNull(text);
    this.fingerprint = Objects.requireNonNull(fingerprint);
    this.candidates = candidates;
  }

  /** The description as it came. */
  public String text() {
    return text;
  }

  /** The one certificate that the description names. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  /** How many candidates it holds. */
  public int candidates() {
    return candidates;
  }
}
