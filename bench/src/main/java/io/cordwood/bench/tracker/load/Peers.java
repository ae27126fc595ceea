package io.cordwood.bench.tracker.load;

import java.util.ArrayList;
import java.util.List;

/** All peers of the load, by index. One thread. */
final class Peers {
  private final List<Peer> all = new ArrayList<>();
  private final List<Swarm> swarms = new ArrayList<>();
  private final int count;
  private boolean joined;

  /** This many peers to come, dealt to this many swarms in turn. */
  Peers(int count, int swarmCount) {
    this.count = count;
    for (var i = 0; i < swarmCount; i++) {
      swarms.add(Swarm.of(i, count / swarmCount + (i < count % swarmCount ? 1 : 0)));
    }
  }

  /** The next peer, on this connection. */
  Peer add(Link link) {
    var index = all.size();
    var peer = new Peer(index, swarms.get(index % swarms.size()), link);
    all.add(peer);
    return peer;
  }

  /** The peer of this index, null when there is none. */
  Peer get(int index) {
    return index >= 0 && index < all.size() ? all.get(index) : null;
  }

  List<Peer> all() {
    return all;
  }

  /** How many there will be. */
  int count() {
    return count;
  }

  /** From now on every swarm is complete, and counts have to say so. */
  void allJoined() {
    joined = true;
  }

  boolean joined() {
    return joined;
  }
}
