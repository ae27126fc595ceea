package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.PeerId;

/**
 * The last few peers that somebody was brought together with, so that others come first next time.
 * Kept by hash: a peer that is taken for another is met a little later, nothing more.
 */
final class Acquaintances {
  /** About three announces of five offers: more than a stock client keeps connections to find. */
  private static final int KEPT = 16;

  private final int[] hashes = new int[KEPT];
  private int next;

  void add(PeerId peer) {
    hashes[next] = peer.hashCode();
    next = (next + 1) % KEPT;
  }

  boolean contains(PeerId peer) {
    int hash = peer.hashCode();
    for (int known : hashes) {
      if (known == hash) {
        return true;
      }
    }
    return false;
  }
}
