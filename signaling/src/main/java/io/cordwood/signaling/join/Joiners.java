package io.cordwood.signaling.join;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.rules.SiteGroup;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What viewers said of themselves when they joined, until their ticket's end. Invariant: at most
 * {@code limit} are remembered, in the order of their ends; nobody is forgotten early for another.
 * Safe on every thread.
 */
public final class Joiners {
  /** What a viewer said of itself. */
  public record Joiner(boolean upload, boolean mobile, Optional<SiteGroup> siteGroup) {
    /** What is assumed of a viewer that is not remembered. */
    public static final Joiner DESKTOP = new Joiner(true, false, Optional.empty());

    static Joiner of(JoinRequest request) {
      return new Joiner(
          request.capabilities().upload(),
          request.capabilities().mobile(),
          Optional.ofNullable(request.siteGroup()).flatMap(SiteGroup::of));
    }
  }

  private record Remembered(Joiner joiner, Instant until) {}

  private final int limit;
  private final Map<PeerId, Remembered> joiners = new LinkedHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Nobody yet. */
  public Joiners(int limit) {
    this.limit = limit;
  }

  /** Remembers a viewer, if there is room, until its ticket ends. */
  public void remember(PeerId peer, Joiner joiner, Instant until, Instant now) {
    lock.lock();
    try {
      forgetEnded(now);
      joiners.remove(peer);
      if (joiners.size() < limit) {
        joiners.put(peer, new Remembered(joiner, until));
      }
    } finally {
      lock.unlock();
    }
  }

  /** What a viewer said, else what most would. */
  public Joiner find(PeerId peer) {
    lock.lock();
    try {
      var found = joiners.get(peer);
      return found == null ? Joiner.DESKTOP : found.joiner();
    } finally {
      lock.unlock();
    }
  }

  private void forgetEnded(Instant now) {
    Iterator<Remembered> oldest = joiners.values().iterator();
    while (oldest.hasNext() && !oldest.next().until().isAfter(now)) {
      oldest.remove();
    }
  }
}
