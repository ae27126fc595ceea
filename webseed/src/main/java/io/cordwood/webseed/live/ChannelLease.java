package io.cordwood.webseed.live;

import io.cordwood.webseed.store.TitleDocument;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A channel's lease: asked for when somebody must know, renewed with its segments, and told to the
 * channel before anything is signed under it. Its invariant: one thread asks at a time, and never
 * while it has the channel's lane. Any thread.
 */
final class ChannelLease {
  /** The channel. Each of these is called in its lane, but for {@link #ask}, which waits. */
  interface Holder {
    /** Asks {@code from} for this channel's lease, saying how far it has come; not in the lane. */
    LeaseGiver.Answer ask(LeaseGiver from);

    /** Runs {@code work} in the lane. */
    void inLane(Runnable work);

    /** This webseed has the lease, and goes on from there. */
    void leads(Mark goesOn, Optional<TitleDocument> known);

    /** Another one has it. */
    void follows();

    /** Whether this webseed had it last. */
    boolean led();
  }

  private final Holder holder;
  private final InstantSource clock;
  private final Tenure tenure = new Tenure();
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Optional<LeaseGiver> giver = Optional.empty();
  private volatile boolean unrenewed;

  ChannelLease(Holder holder, InstantSource clock) {
    this.holder = holder;
    this.clock = clock;
  }

  /** From now on a lease is needed to sign; once. */
  void needs(LeaseGiver from) {
    giver = Optional.of(from);
    tenure.begin();
  }

  /** Whether segments may be signed now; never waits. */
  boolean signs() {
    return tenure.signs(clock.instant());
  }

  /** A segment was signed: there is a reason to renew it. */
  void used() {
    unrenewed = true;
  }

  /** What a publisher's request meets; never waits. */
  Tenure.Entry entry() {
    return tenure.entry(clock.instant());
  }

  /** The same, when the lease must be asked for; may wait for some seconds. */
  Tenure.Entry ask() {
    asking.lock();
    try {
      var entry = entry();
      if (entry instanceof Tenure.Entry.MustAsk && giver.isPresent()) {
        askNow(giver.get());
      }
      return entry();
    } finally {
      asking.unlock();
    }
  }

  /** Renews it when segments came since; may wait for some seconds. */
  void renew() {
    if (unrenewed && giver.isPresent() && tenure.renews(clock.instant()) && asking.tryLock()) {
      try {
        askNow(giver.get());
      } finally {
        asking.unlock();
      }
    }
  }

  private void askNow(LeaseGiver from) {
    var askedAt = clock.instant();
    unrenewed = false;
    var answer = holder.ask(from);
    holder.inLane(() -> heard(answer, askedAt));
  }

  private void heard(LeaseGiver.Answer answer, Instant askedAt) {
    if (answer instanceof LeaseGiver.Answer.Granted(var _, var goesOn, var known)) {
      holder.leads(goesOn, known);
    } else if (answer instanceof LeaseGiver.Answer.Held) {
      holder.follows();
    }
    tenure.heard(answer, askedAt, holder.led());
  }
}
