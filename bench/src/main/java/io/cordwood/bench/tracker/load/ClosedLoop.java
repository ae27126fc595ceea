package io.cordwood.bench.tracker.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;

/**
 * So many announces at once: when one has its reply and all its answers, another peer announces.
 * Where it is not said how many, the width grows while the server's core is idle at times.
 */
final class ClosedLoop implements Pace {
  private static final int FIRST_WIDTH = 8;
  private static final int MOST_PER_PEER = 4;
  private static final int WIDEST = 512;
  private static final long LOOK_NANOS = 300_000_000L;
  private static final double FULL = 0.97;
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private final Crowd crowd;
  private final CoreTime core;
  private final ArrayDeque<Peer> idle = new ArrayDeque<>();
  private final int widest;
  private int width;
  private int running;
  private long looked;
  private double lookedIdle;

  /** With {@code atOnce} announces in flight; 0 for as few as fill the core. */
  ClosedLoop(Crowd crowd, CoreTime core, int atOnce) {
    this.crowd = crowd;
    this.core = core;
    var order = new ArrayList<>(crowd.peers.all());
    for (var i = 0; i < MOST_PER_PEER; i++) {
      Collections.shuffle(order, new Random(i));
      idle.addAll(order);
    }
    widest = Math.min(atOnce > 0 ? atOnce : WIDEST, idle.size());
    width = Math.min(atOnce > 0 ? atOnce : FIRST_WIDTH, widest);
    looked = System.nanoTime();
    lookedIdle = core.idleSeconds();
  }

  @Override
  public long next(long now) {
    while (running < width) {
      running++;
      crowd.announce(idle.remove(), System.nanoTime());
    }
    if (now - looked >= LOOK_NANOS) {
      look(now);
    }
    return 10;
  }

  @Override
  public void over(Peer peer) {
    running--;
    idle.add(peer);
  }

  /** Announces at once, now. */
  int width() {
    return width;
  }

  private void look(long now) {
    var idle = core.idleSeconds();
    var busy = 1 - (idle - lookedIdle) / ((now - looked) / 1e9);
    if (busy < FULL) {
      width = Math.min(widest, width + 1 + width / 4);
    }
    looked = now;
    lookedIdle = idle;
    crowd.expire(now - PATIENCE_NANOS);
  }
}
