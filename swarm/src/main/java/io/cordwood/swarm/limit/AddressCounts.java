package io.cordwood.swarm.limit;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many of something each address holds, at most {@code limit} each. Invariant: an address is
 * remembered exactly while it holds one. Safe on every thread.
 */
public final class AddressCounts {
  private final int limit;
  private final ConcurrentHashMap<AddressKey, Integer> counts = new ConcurrentHashMap<>();

  /** At most {@code limit} for each address. */
  public AddressCounts(int limit) {
    this.limit = limit;
  }

  /** Takes one; false when the address holds {@code limit} already. */
  public boolean acquire(AddressKey address) {
    if (counts.merge(address, 1, Integer::sum) <= limit) {
      return true;
    }
    release(address);
    return false;
  }

  /** Gives one back. */
  public void release(AddressKey address) {
    counts.computeIfPresent(address, (key, held) -> held == 1 ? null : held - 1);
  }

  /** Addresses that hold something. */
  public int size() {
    return counts.size();
  }
}
