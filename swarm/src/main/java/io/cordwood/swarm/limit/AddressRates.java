package io.cordwood.swarm.limit;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A rate per address. Invariant: at most {@code limit} addresses are remembered; a full bucket may
 * be forgotten, a used one never is, and when no room is left newcomers share one bucket. So nobody
 * empties another's bucket, and memory is bounded. Safe on every thread.
 */
public final class AddressRates {
  private final int burst;
  private final double perSecond;
  private final int limit;
  private final Map<AddressKey, TokenBucket> buckets = new HashMap<>();
  private final TokenBucket shared;
  private final ReentrantLock lock = new ReentrantLock();

  /** Rates for at most {@code limit} addresses, {@code burst} tokens each. */
  public AddressRates(int burst, double perSecond, int limit, Instant now) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.limit = limit;
    this.shared = new TokenBucket(burst, perSecond, now);
  }

  /** Takes a token of an address; false when it has none. */
  public boolean take(AddressKey address, Instant now) {
    lock.lock();
    try {
      return bucket(address, now).take(now);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the buckets that are full again; called once a minute. */
  public void forgetIdle(Instant now) {
    lock.lock();
    try {
      buckets.values().removeIf(bucket -> bucket.isFull(now));
    } finally {
      lock.unlock();
    }
  }

  /** Addresses remembered now. */
  public int size() {
    lock.lock();
    try {
      return buckets.size();
    } finally {
      lock.unlock();
    }
  }

  private TokenBucket bucket(AddressKey address, Instant now) {
    var known = buckets.get(address);
    if (known != null) {
      return known;
    }
    if (buckets.size() >= limit) {
      return shared;
    }
    var fresh = new TokenBucket(burst, perSecond, now);
    buckets.put(address, fresh);
    return fresh;
  }
}
