package io.cordwood.swarm.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A set of peers from which one can be drawn at random in constant time. Each peer keeps its
 * position, so that a bag costs one reference for each of them.
 *
 * <p>Invariant: a peer is in at most one bag of each shelf; {@code items.get(i)} keeps the position
 * {@code i} of this bag's shelf.
 */
final class Bag {
  /** The kinds of bags that a peer can be in at the same time. */
  enum Shelf {
    ALL,
    INCOMPLETE,
    ADDRESS,
    PREFIX,
    GROUP,
    COHORT
  }

  private final Shelf shelf;
  private final List<Peer> items = new ArrayList<>(1);

  Bag(Shelf shelf) {
    this.shelf = shelf;
  }

  void add(Peer peer) {
    peer.positions[shelf.ordinal()] = items.size();
    items.add(peer);
  }

  /** The peer must be in it. */
  void remove(Peer peer) {
    int position = peer.positions[shelf.ordinal()];
    var last = items.removeLast();
    if (last != peer) {
      items.set(position, last);
      last.positions[shelf.ordinal()] = position;
    }
  }

  int size() {
    return items.size();
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  Peer get(int position) {
    return items.get(position);
  }

  /** One of them; the bag must not be empty. */
  Peer draw(RandomGenerator random) {
    return items.get(random.nextInt(items.size()));
  }

  /** All when there are no more than {@code count}, else that many drawn, less what came twice. */
  Set<Peer> sample(int count, RandomGenerator random) {
    if (items.size() <= count) {
      return new LinkedHashSet<>(items);
    }
    var drawn = new LinkedHashSet<Peer>();
    for (int i = 0; i < count; i++) {
      drawn.add(draw(random));
    }
    return drawn;
  }
}
