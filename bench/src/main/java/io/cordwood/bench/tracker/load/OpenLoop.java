package io.cordwood.bench.tracker.load;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * So many announces a second, whatever the server does: a Poisson process, the same for every
 * server. A latency counts from the moment when its announce was due.
 */
final class OpenLoop implements Pace {
  private static final long NEAR_NANOS = 1_500_000L;

  private final Crowd crowd;
  private final double perSecond;
  private final List<Peer> order;
  private final Random random = new Random(1);
  private int turn;
  private double due;

  OpenLoop(Crowd crowd, double perSecond) {
    this.crowd = crowd;
    this.perSecond = perSecond;
    order = new ArrayList<>(crowd.peers.all());
    Collections.shuffle(order, random);
    due = System.nanoTime();
  }

  @Override
  public long next(long now) {
    while (due <= now) {
      announce(order.get(turn));
      turn = (turn + 1) % order.size();
      due -= Math.log(1 - random.nextDouble()) * 1e9 / perSecond;
    }
    return due - now < NEAR_NANOS ? 0 : 1;
  }

  private void announce(Peer peer) {
    if (peer.full()) {
      crowd.tally.overruns++;
    } else {
      crowd.announce(peer, (long) due);
    }
  }
}
