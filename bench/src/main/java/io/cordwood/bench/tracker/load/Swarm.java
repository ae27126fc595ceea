package io.cordwood.bench.tracker.load;

/**
 * A swarm of this load.
 *
 * @param index from 0
 * @param peers in it when all have joined
 * @param infoHash as JSON string bytes
 */
record Swarm(int index, int peers, byte[] infoHash) {
  static Swarm of(int index, int peers) {
    return new Swarm(index, peers, Ids.infoHash(index));
  }

  /** Offers of one announce that find a peer. */
  int reached() {
    return Math.min(Announce.OFFERS, peers - 1);
  }
}
