package io.cordwood.swarm.rules;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chooses who gets the offers of an announce: one in {@code randomShare} by chance, the others by
 * place, by what they have for each other, and by how well they answered so far. Nobody gets two
 * offers of one announce, nobody gets their own, and who has everything needs no other who does.
 *
 * <p>Runs for every announce, so it draws into arrays of its own and makes nothing but the result.
 */
final class OfferSpread {
  private static final int SAME_ADDRESS = 400;
  private static final int SAME_PREFIX = 200;

  /** One has everything, the other does not: bytes will flow. */
  private static final int COMPLEMENT = 100;

  /** For each offer that waits already: an answer comes later, if at all. */
  private static final int WAITING = -12;

  /** Each offer that was never answered and is not forgotten yet. */
  private static final int DEMERIT = -60;

  /** They know each other: last, but better than nobody, since connections end. */
  private static final int MET = -2_000;

  /** Orders equals by chance. */
  private static final int JITTER = 16;

  /** The better of two drawn is far better than one, and more than two hardly better still. */
  private static final int DRAWS_PER_OFFER = 2;

  /** So that a single offer finds somebody who may have it. */
  private static final int FEWEST_DRAWS = 8;

  private static final int NEAR_DRAWS = 4;

  private final SwarmConfig config;
  private final Members members;
  private final Matcher matcher;
  private final Peer[] pool;
  private final int[] scores;
  private int pooled;

  OfferSpread(SwarmConfig config, Members members, Matcher matcher) {
    this.config = config;
    this.members = members;
    this.matcher = matcher;
    int most = draws(config.tracker().maxOffersPerAnnounce()) + 2 * NEAR_DRAWS;
    this.pool = new Peer[most];
    this.scores = new int[most];
  }

  /** At most {@code count} of them, each once; nobody for one that is shunned, nor such a one. */
  List<Peer> receivers(Peer from, int count, Instant now, RandomGenerator random) {
    if (from.isShunned(now)) {
      return List.of();
    }
    pooled = 0;
    var partners = members.partnersOf(from);
    draw(from, partners, draws(count), now, random);
    int byChance = Math.min(pooled, chance(count, random));
    if (partners.size() > draws(count)) {
      draw(from, members.atAddress(from), NEAR_DRAWS, now, random);
      draw(from, members.inPrefix(from), NEAR_DRAWS, now, random);
    }
    var chosen = new ArrayList<Peer>(count);
    for (int i = 0; i < pooled; i++) {
      boolean drawn = i < byChance && !from.hasMet(pool[i]);
      scores[i] = drawn ? Integer.MAX_VALUE : score(from, pool[i], now) + random.nextInt(JITTER);
    }
    while (chosen.size() < count && pooled > 0) {
      chosen.add(takeBest());
    }
    Arrays.fill(pool, 0, pooled, null);
    return chosen;
  }

  private static int draws(int count) {
    return Math.max(FEWEST_DRAWS, DRAWS_PER_OFFER * count);
  }

  private int chance(int count, RandomGenerator random) {
    int share = config.randomShare();
    return count / share + (random.nextInt(share) < count % share ? 1 : 0);
  }

  /** All of a small bag, else that many draws; who is in the pool already is not added again. */
  private void draw(Peer from, Bag bag, int draws, Instant now, RandomGenerator random) {
    if (bag.isEmpty()) {
      return;
    }
    boolean whole = bag.size() <= draws;
    int first = whole ? random.nextInt(bag.size()) : 0;
    for (int i = 0; i < Math.min(draws, bag.size()); i++) {
      var other = whole ? bag.get((first + i) % bag.size()) : bag.draw(random);
      if (!isPooled(other) && mayReceive(from, other, now)) {
        pool[pooled++] = other;
      }
    }
  }

  private boolean isPooled(Peer other) {
    for (int i = 0; i < pooled; i++) {
      if (pool[i] == other) {
        return true;
      }
    }
    return false;
  }

  private boolean mayReceive(Peer from, Peer other, Instant now) {
    if (other == from || from.isComplete() && other.isComplete()) {
      return false;
    }
    return other.isStock()
        ? other.offersWaiting() < config.tracker().maxOffersWaiting() && !other.isShunned(now)
        : matcher.mayMeet(from, other, config.maxChosenDegree(), now);
  }

  private int score(Peer from, Peer other, Instant now) {
    int near =
        from.address == other.address
            ? SAME_ADDRESS
            : from.prefix == other.prefix ? SAME_PREFIX : 0;
    return near
        + (from.isComplete() != other.isComplete() ? COMPLEMENT : 0)
        + WAITING * other.offersWaiting()
        + DEMERIT * other.demerits(now, config.demeritFadesEvery())
        + (from.hasMet(other) ? MET : 0);
  }

  private Peer takeBest() {
    int best = 0;
    for (int i = 1; i < pooled; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    var peer = pool[best];
    pooled--;
    pool[best] = pool[pooled];
    scores[best] = scores[pooled];
    pool[pooled] = null;
    return peer;
  }
}
