package io.cordwood.tracker.protocol;

import io.cordwood.swarm.lane.Swarms;
import io.cordwood.swarm.limit.AddressRates;
import io.cordwood.swarm.rules.Tally;
import io.cordwood.swarm.wire.tracker.TrackerCodec;
import io.cordwood.swarm.wire.tracker.TrackerProblem;
import io.cordwood.tracker.Conversation;
import io.cordwood.tracker.MessageHandler;
import io.cordwood.tracker.TrackerConfig;
import io.cordwood.tracker.TrackerConnection;
import io.cordwood.tracker.TrackerStats;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.random.RandomGenerator;

/**
 * The protocol of the tracker door over a node's swarms: what all conversations share. Safe on
 * every thread.
 */
public final class TrackerProtocol implements MessageHandler, TrackerStats {
  /** Addresses whose rate is remembered; beyond, newcomers share one. Each takes 200 bytes. */
  private static final int ADDRESSES = 50_000;

  private static final Duration FORGET_IDLE_EVERY = Duration.ofMinutes(1);

  final Swarms swarms;
  final SwarmPolicy policy;
  final TrackerConfig.Limits limits;
  final InstantSource clock;

  /** For what need not be unpredictable; safe on every thread. */
  final RandomGenerator jitter = () -> ThreadLocalRandom.current().nextLong();

  final TrackerCodec codec = new TrackerCodec();
  final PeerTokens tokens;
  final Intervals intervals;
  final AddressRates addressRates;
  private final AtomicLongArray problems = new AtomicLongArray(TrackerProblem.values().length);
  private volatile Instant forgetIdleAt;

  /**
   * Speaks for these swarms.
   *
   * @param secure makes the key of the peers' tokens
   */
  public TrackerProtocol(
      Swarms swarms,
      SwarmPolicy policy,
      TrackerConfig config,
      InstantSource clock,
      SecureRandom secure) {
    this.swarms = swarms;
    this.policy = policy;
    this.limits = config.limits();
    this.clock = clock;
    this.intervals = new Intervals(config.announce());
    var key = new byte[PeerTokens.KEY_BYTES];
    secure.nextBytes(key);
    this.tokens = new PeerTokens(key);
    var rate = limits.messagesPerAddress();
    var now = clock.instant();
    this.addressRates = new AddressRates(rate.burst(), rate.perSecond(), ADDRESSES, now);
    this.forgetIdleAt = now.plus(FORGET_IDLE_EVERY);
  }

  @Override
  public Conversation opened(TrackerConnection connection) {
    return new TrackerConversation(this, connection);
  }

  @Override
  public void tick() {
    intervals.peers(totals().peersAll());
    var now = clock.instant();
    if (!now.isBefore(forgetIdleAt)) {
      forgetIdleAt = now.plus(FORGET_IDLE_EVERY);
      addressRates.forgetIdle(now);
    }
  }

  @Override
  public Totals totals() {
    var sum = new Sum();
    swarms.forEachTally(sum::add);
    return new Totals(
        sum.swarms, sum.active, sum.complete + sum.incomplete, sum.complete, sum.incomplete);
  }

  /** How often messages had this problem. */
  public long problems(TrackerProblem problem) {
    return problems.get(problem.ordinal());
  }

  void count(TrackerProblem problem) {
    problems.incrementAndGet(problem.ordinal());
  }

  private static final class Sum {
    private int swarms;
    private int active;
    private int complete;
    private int incomplete;

    void add(Tally tally) {
      swarms++;
      active += tally.complete() + tally.incomplete() > 0 ? 1 : 0;
      complete += tally.complete();
      incomplete += tally.incomplete();
    }
  }
}
