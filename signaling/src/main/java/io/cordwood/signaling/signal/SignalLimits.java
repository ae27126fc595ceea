package io.cordwood.signaling.signal;

import io.cordwood.signaling.NodeConfig;
import java.time.Duration;

/** The limits of one connection; reasons are in {@link NodeConfig.Signal}. */
record SignalLimits(
    Duration helloWithin,
    int burst,
    double perSecond,
    int violations,
    double violationsForgivenPerSecond,
    Duration pingEvery,
    int pingsMissed,
    Duration probeWithin) {
  static SignalLimits of(NodeConfig.Signal config) {
    return new SignalLimits(
        config.helloWithin(),
        config.burst(),
        config.perSecond(),
        config.violations(),
        config.violationsForgivenPerSecond(),
        config.pingEvery(),
        config.pingsMissed(),
        config.probeWithin());
  }
}
