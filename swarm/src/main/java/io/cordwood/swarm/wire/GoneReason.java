package io.cordwood.swarm.wire;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why nothing more will come of an introduction. */
public enum GoneReason {
  /** The other peer left. */
  LEFT,
  /** The introduction was not answered in time. */
  EXPIRED;

  /** As written in {@code gone.reason}. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The reason with this name on the wire. */
  public static Optional<GoneReason> ofWire(String wire) {
    return Arrays.stream(values()).filter(reason -> reason.wire().equals(wire)).findFirst();
  }
}
