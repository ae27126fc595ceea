package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.content.OfferId;
import java.util.Objects;

/** One offer of an announce: its maker's name for it and its description. */
public record TrackerOffer(OfferId id, TrackerDescription description) {
  /** Refuses nulls. */
  public TrackerOffer {
    Objects.requireNonNull(id);
    Objects.requireNonNull(description);
  }
}
