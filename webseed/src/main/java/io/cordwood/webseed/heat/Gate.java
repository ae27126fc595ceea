package io.cordwood.webseed.heat;

import io.cordwood.swarm.limit.AddressKey;
import io.cordwood.swarm.limit.AddressRates;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may be answered with media now.
 *
 * <p>Invariant: at most {@code maxStreams} answers are under way, and none begins while the line is
 * full; at most {@code maxWaiting} wait. Nobody waits while there is room. What is needed now goes
 * before what is needed soon, each in the order in which it came; only what is for later is
 * refused, unless too many wait.
 *
 * <p>States of a request: waiting → under way → over, or waiting → over, or refused. Safe on every
 * thread.
 */
public final class Gate {
  /** What becomes of a request. */
  public sealed interface Verdict {
    /** It is among those that begin at once. */
    record Admitted() implements Verdict {}

    /** It begins later. */
    record Waits() implements Verdict {}

    /** It may try again then. {@code full}: too many wait already. */
    record Refused(Duration retryAfter, boolean full) implements Verdict {}
  }

  /** A request for media; each is another one. */
  public interface Waiting {
    /** Of its answer. */
    long bytes();

    /** It is its turn; called by whoever called the gate. */
    void begin();
  }

  private static final int RETRY_AFTER_LEAST_SECONDS = 2;
  private static final int RETRY_AFTER_SPREAD_SECONDS = 4;

  private final HeatLimits limits;
  private final AddressRates nowBudget;
  private final Egress egress;
  private final SequencedSet<Waiting> now = new LinkedHashSet<>();
  private final SequencedSet<Waiting> soon = new LinkedHashSet<>();
  private final ReentrantLock lock = new ReentrantLock();
  private int streams;
  private int refusals;
  private long overBudget;

  /** An idle webseed. */
  public Gate(HeatLimits limits, Instant at) {
    this.limits = limits;
    this.egress = new Egress(limits.capacityBitsPerSecond(), at);
    this.nowBudget =
        new AddressRates(limits.nowBurst(), limits.nowPerSecond(), limits.addresses(), at);
  }

  /** A request comes. */
  public Verdict enter(Waiting request, Need need, AddressKey from, Instant at) {
    lock.lock();
    try {
      if (hasRoom(at)) {
        start(request);
        return new Verdict.Admitted();
      }
      boolean full = now.size() + soon.size() >= limits.maxWaiting();
      if (need == Need.AHEAD || full) {
        return new Verdict.Refused(retryAfter(), full);
      }
      (isNow(need, from, at) ? now : soon).add(request);
      return new Verdict.Waits();
    } finally {
      lock.unlock();
    }
  }

  /**
   * An answer is over.
   *
   * @param unsentBytes of it that did not go out
   * @return who begins now
   */
  public List<Waiting> leave(long unsentBytes, Instant at) {
    lock.lock();
    try {
      streams--;
      egress.begin(-unsentBytes);
      return admit(at);
    } finally {
      lock.unlock();
    }
  }

  /** A request that waits is given up; false when it waits no more. */
  public boolean giveUp(Waiting request) {
    lock.lock();
    try {
      return now.remove(request) || soon.remove(request);
    } finally {
      lock.unlock();
    }
  }

  /** Who begins now because time has passed. */
  public List<Waiting> timePassed(Instant at) {
    lock.lock();
    try {
      return admit(at);
    } finally {
      lock.unlock();
    }
  }

  /** When {@link #timePassed} has to be called; empty while nobody waits for the line. */
  public Optional<Duration> nextLook(Instant at) {
    lock.lock();
    try {
      boolean waits = waits() && streams < limits.maxStreams();
      return waits ? Optional.of(egress.untilRoom(at)) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets addresses that have their whole budget again; to be called once a minute. */
  public void forgetIdle(Instant at) {
    nowBudget.forgetIdle(at);
  }

  /** Answers under way. */
  public int streams() {
    lock.lock();
    try {
      return streams;
    } finally {
      lock.unlock();
    }
  }

  /** Requests that wait. */
  public int waiting() {
    lock.lock();
    try {
      return now.size() + soon.size();
    } finally {
      lock.unlock();
    }
  }

  /** Requests marked as needed now that counted as needed soon. */
  public long overBudget() {
    lock.lock();
    try {
      return overBudget;
    } finally {
      lock.unlock();
    }
  }

  private boolean isNow(Need need, AddressKey from, Instant at) {
    if (need != Need.NOW) {
      return false;
    }
    boolean within = nowBudget.take(from, at);
    overBudget += within ? 0 : 1;
    return within;
  }

  private List<Waiting> admit(Instant at) {
    var admitted = new ArrayList<Waiting>();
    while (waits() && streams < limits.maxStreams() && egress.hasRoom(at)) {
      var next = now.isEmpty() ? soon.removeFirst() : now.removeFirst();
      start(next);
      admitted.add(next);
    }
    return admitted;
  }

  private void start(Waiting request) {
    streams++;
    egress.begin(request.bytes());
  }

  private boolean hasRoom(Instant at) {
    return !waits() && streams < limits.maxStreams() && egress.hasRoom(at);
  }

  private boolean waits() {
    return !now.isEmpty() || !soon.isEmpty();
  }

  /** Spread, so that those who were refused together do not come back together. */
  private Duration retryAfter() {
    return Duration.ofSeconds(RETRY_AFTER_LEAST_SECONDS + refusals++ % RETRY_AFTER_SPREAD_SECONDS);
  }
}
