package io.cordwood.swarm.rules;

import java.time.Duration;

/**
 * What a viewer was last told of waiting for peers.
 *
 * @param thin it does not wait
 * @param patience how long it waits with a full buffer
 * @param busy webseeds have little to spare
 */
record Advice(boolean thin, Duration patience, boolean busy) {
  /** What viewers assume until they are told (PROTOCOL §5). */
  static final Advice UNTOLD = new Advice(false, ThinRules.defaults().patience(), false);
}
