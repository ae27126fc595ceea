package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.RenditionName;
import java.time.Duration;

/**
 * The viewers of one title and rendition whose playheads lie within one horizon. The title is the
 * swarm's.
 *
 * @param rendition what they play
 * @param window their playhead divided by the horizon, rounded down
 */
public record Cohort(RenditionName rendition, long window) {
  static Cohort of(RenditionName rendition, long playheadMs, Duration horizon) {
    return new Cohort(rendition, playheadMs / horizon.toMillis());
  }

  Cohort shifted(long windows) {
    return new Cohort(rendition, window + windows);
  }
}
