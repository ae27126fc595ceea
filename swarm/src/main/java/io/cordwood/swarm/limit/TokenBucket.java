package io.cordwood.swarm.limit;

import java.time.Instant;

/**
 * A token bucket. Invariant: 0 ≤ tokens ≤ burst, and they grow by {@code perSecond} as time passes.
 * Not safe for use by several threads at once; its owner sees to that.
 */
public final class TokenBucket {
  private final int burst;
  private final double perSecond;
  private double tokens;
  private long atNanos;

  /** A full bucket. */
  public TokenBucket(int burst, double perSecond, Instant now) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.tokens = burst;
    this.atNanos = nanos(now);
  }

  /** Takes a token; false when there is none. */
  public boolean take(Instant now) {
    refill(now);
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }

  /** True when forgetting this bucket changes nothing. */
  public boolean isFull(Instant now) {
    refill(now);
    return tokens >= burst;
  }

  private void refill(Instant now) {
    long nowNanos = nanos(now);
    if (nowNanos > atNanos) {
      tokens = Math.min(burst, tokens + (nowNanos - atNanos) / 1e9 * perSecond);
      atNanos = nowNanos;
    }
  }

  /** Fits for two centuries from 1970 on. */
  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }
}
