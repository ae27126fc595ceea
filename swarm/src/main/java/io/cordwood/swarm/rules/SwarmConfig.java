package io.cordwood.swarm.rules;

import io.cordwood.swarm.wire.DownMessage;
import java.time.Duration;

/**
 * Every limit of the rules, once, with its unit and reason.
 *
 * @param degree links that a viewer should have: enough that the random quarter keeps the swarm
 *     whole and a few slow peers do not matter
 * @param mobileDegree the same for phones, which pay for each connection with battery
 * @param maxDegree links and pending introductions that a peer never exceeds: browsers refuse more
 *     than some hundred connections a page, and each costs memory
 * @param maxChosenDegree above this, only peers who drew it at random are introduced to a peer, so
 *     that newcomers who choose cannot fill it
 * @param firstBatch introductions at joining: about the links a viewer needs to start well
 * @param topUpBatch introductions of one top-up: few, so that a full swarm does not surge
 * @param wantBatch introductions for one want
 * @param randomShare one in this many links is drawn at random, against islands and eclipse
 * @param introductionLifetime from introduction to answer; ICE gives up after about that long
 * @param stateEvery between two states of a viewer
 * @param missedStates states missed before a peer is taken for gone: timers of hidden pages run
 *     once a minute
 * @param topUpEvery between two top-ups of one peer: what came of the last one is known by then
 * @param wantEvery between two wants that are heard
 * @param pairCoolDown before a pair that failed once is introduced again: short, so that two
 *     viewers alone come together after a bad start; three times longer after each failure more
 * @param pairCoolDownMost the longest of these waits: pairs that cannot connect are no nuisance
 * @param liarCoolDown before a pair with a liar is introduced again
 * @param demeritFadesEvery one demerit is forgotten that often
 * @param horizon width of a cohort
 * @param maxPeers members of a swarm; a viewer costs 3 to 4 kB, a stock client less than 1 kB
 * @param maxPeersPerConnection peers of one socket in one swarm: stock clients have one or two
 * @param maxPendingPerPeer introductions without an answer: bounds the offers that reach a victim
 * @param maxCandidatesPerEnd candidates of one end in one introduction, with those of its SDP
 * @param introductionsPerHour introductions made for one peer: bounds how many addresses one client
 *     can collect
 * @param topUpPeersPerTick peers looked at in one tick: bounds the time of a tick
 * @param sampleSize peers drawn from each index when a peer is matched: bounds the time of a match
 * @param tracker the limits of the tracker door's clients
 */
public record SwarmConfig(
    int degree,
    int mobileDegree,
    int maxDegree,
    int maxChosenDegree,
    int firstBatch,
    int topUpBatch,
    int wantBatch,
    int randomShare,
    Duration introductionLifetime,
    Duration stateEvery,
    int missedStates,
    Duration topUpEvery,
    Duration wantEvery,
    Duration pairCoolDown,
    Duration pairCoolDownMost,
    Duration liarCoolDown,
    Duration demeritFadesEvery,
    Duration horizon,
    int maxPeers,
    int maxPeersPerConnection,
    int maxPendingPerPeer,
    int maxCandidatesPerEnd,
    int introductionsPerHour,
    int topUpPeersPerTick,
    int sampleSize,
    TrackerRules tracker) {
  /** A horizon that no channel outlives, so that a live rendition has one cohort. */
  private static final Duration EVERYWHERE = Duration.ofDays(100 * 365);

  /** Refuses limits that contradict each other. */
  public SwarmConfig {
    if (degree > maxChosenDegree || mobileDegree > degree || maxChosenDegree > maxDegree) {
      throw new IllegalArgumentException(
          "Choose mobileDegree <= degree <= maxChosenDegree <= maxDegree.");
    }
    if (randomShare < 1 || horizon.toMillis() < 1 || maxPeers < 1) {
      throw new IllegalArgumentException("Choose randomShare, horizon and maxPeers above 0.");
    }
  }

  /** What nodes use. */
  public static SwarmConfig defaults() {
    return new SwarmConfig(
        12,
        6,
        30,
        22,
        8,
        3,
        6,
        4,
        Duration.ofSeconds(30),
        Duration.ofSeconds(10),
        7,
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofMinutes(2),
        Duration.ofHours(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(60),
        20_000,
        4,
        12,
        32,
        300,
        64,
        24,
        TrackerRules.defaults());
  }

  /** The same with other limits of the tracker door's clients. */
  public SwarmConfig with(TrackerRules other) {
    return with(horizon, other);
  }

  /** The same for a swarm of that kind: all viewers of a live rendition play at one place. */
  SwarmConfig of(SwarmKind kind) {
    return switch (kind) {
      case FILM -> this;
      case LIVE -> with(EVERYWHERE, tracker);
    };
  }

  private SwarmConfig with(Duration otherHorizon, TrackerRules otherTracker) {
    return new SwarmConfig(
        degree,
        mobileDegree,
        maxDegree,
        maxChosenDegree,
        firstBatch,
        topUpBatch,
        wantBatch,
        randomShare,
        introductionLifetime,
        stateEvery,
        missedStates,
        topUpEvery,
        wantEvery,
        pairCoolDown,
        pairCoolDownMost,
        liarCoolDown,
        demeritFadesEvery,
        otherHorizon,
        maxPeers,
        maxPeersPerConnection,
        maxPendingPerPeer,
        maxCandidatesPerEnd,
        introductionsPerHour,
        topUpPeersPerTick,
        sampleSize,
        otherTracker);
  }

  /** What a viewer has to know of it, and of its cohort. */
  DownMessage.Policy policy(PeerProfile profile, Advice advice) {
    return new DownMessage.Policy(
        stateEvery, degreeOf(profile), maxDegree, advice.thin(), advice.patience(), advice.busy());
  }

  Duration expireAfter() {
    return stateEvery.multipliedBy(missedStates);
  }

  int degreeOf(PeerProfile profile) {
    return profile.mobile() ? mobileDegree : degree;
  }
}
