package io.cordwood.bench.tracker.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;

/**
 * So many announces at once: when one has its reply and all its answers, another peer announces.
 * The width grows until the server's processor time says that its core is full.
 */
final class ClosedLoop implements Pace {
  private static final int FIRST_WIDTH = 8;
  private static final int MOST_PER_PEER = 4;
  private static final int WIDEST = 8192;
  private static final long LOOK_NANOS = 300_000_000L;
  private static final double FULL = 0.95;
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private final Crowd crowd;
  private final ProcStat server;
  private final ArrayDeque<Peer> idle = new ArrayDeque<>();
  private final int widest;
  private int width = FIRST_WIDTH;
  private int running;
  private long looked;
  private double lookedCpu;

  ClosedLoop(Crowd crowd, ProcStat server) {
    this.crowd = crowd;
    this.server = server;
    var order = new ArrayList<>(crowd.peers.all());
    for (var i = 0; i < MOST_PER_PEER; i++) {
      Collections.shuffle(order, new Random(i));
      idle.addAll(order);
    }
    widest = Math.min(WIDEST, idle.size());
    width = Math.min(width, widest);
    looked = System.nanoTime();
    lookedCpu = server.cpuSeconds();
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
    var cpu = server.cpuSeconds();
    var share = (cpu - lookedCpu) / ((now - looked) / 1e9);
    if (share < FULL) {
      width = Math.min(widest, width + 2 + width / 2);
    }
    looked = now;
    lookedCpu = cpu;
    crowd.expire(now - PATIENCE_NANOS);
  }
}
