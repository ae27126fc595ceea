package io.cordwood.swarm.rules;

/**
 * Peers in the order in which they were last heard, the longest silent first. A list through the
 * peers themselves: it costs two references for each.
 */
final class HeardOrder {
  private Peer oldest;
  private Peer newest;

  /** The longest silent; null when there is nobody. */
  Peer oldest() {
    return oldest;
  }

  void add(Peer peer) {
    peer.heardBefore = newest;
    peer.heardAfter = null;
    if (newest == null) {
      oldest = peer;
    } else {
      newest.heardAfter = peer;
    }
    newest = peer;
  }

  void remove(Peer peer) {
    if (peer.heardBefore == null) {
      oldest = peer.heardAfter;
    } else {
      peer.heardBefore.heardAfter = peer.heardAfter;
    }
    if (peer.heardAfter == null) {
      newest = peer.heardBefore;
    } else {
      peer.heardAfter.heardBefore = peer.heardBefore;
    }
    peer.heardBefore = null;
    peer.heardAfter = null;
  }

  void heard(Peer peer) {
    if (peer != newest) {
      remove(peer);
      add(peer);
    }
  }
}
