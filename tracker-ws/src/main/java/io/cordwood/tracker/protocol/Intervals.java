package io.cordwood.tracker.protocol;

import io.cordwood.tracker.TrackerConfig;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a client shall announce again: the usual interval, longer when so many peers are there that
 * the node would hear more announces than it aims at, and a little different for each reply, so
 * that no waves form. No reply names more than the longest interval: where it would, replies differ
 * below it only. Whole seconds, as libtorrent demands. The number of peers is told about once a
 * second, by one thread; asked on every thread.
 */
final class Intervals {
  private final TrackerConfig.Announce config;
  private volatile long usualMs;

  Intervals(TrackerConfig.Announce config) {
    this.config = config;
    this.usualMs = config.interval().toMillis();
  }

  /** So many peers are there now. */
  void peers(long peers) {
    long neededMs = 1_000 * peers / config.perSecond();
    long atLeastMs = Math.max(config.interval().toMillis(), config.shortest().toMillis());
    usualMs = Math.min(Math.max(atLeastMs, neededMs), config.longest().toMillis());
  }

  Duration next(RandomGenerator random) {
    long usual = usualMs;
    double leastMs = usual * (1 - config.jitter());
    double mostMs = Math.min(usual * (1 + config.jitter()), config.longest().toMillis());
    long seconds = Math.round((leastMs + (mostMs - leastMs) * random.nextDouble()) / 1_000);
    return Duration.ofSeconds(Math.clamp(seconds, 1, config.longest().toSeconds()));
  }
}
