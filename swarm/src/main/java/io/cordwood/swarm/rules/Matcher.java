package io.cordwood.swarm.rules;

import io.cordwood.swarm.wire.UpMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Chooses whom a peer should meet: the best by place, playhead, uplink, spare degree and record,
 * and one in {@code randomShare} drawn from the whole swarm whatever its score. Locality is a
 * preference, never a filter.
 */
final class Matcher {
  /** Same router or site group: the bytes stay in the house. Outweighs all but several faults. */
  private static final int SAME_PLACE = 400;

  /** Same /24 or /56: most likely the same provider and town. */
  private static final int SAME_PREFIX = 200;

  /** Holds what I will need next. */
  private static final int AHEAD = 150;

  /** Plays the same, at about the same place: we will have something for each other. */
  private static final int SAME_COHORT = 75;

  /** Willing to send at all. */
  private static final int CAN_UPLOAD = 60;

  /**
   * For each doubling above {@link #UPLINK_UNIT_BITS_PER_SECOND} of an uplink that was measured, or
   * of what is sent now.
   */
  private static final int UPLINK_DOUBLING = 10;

  private static final long UPLINK_UNIT_BITS_PER_SECOND = 250_000;
  private static final int MAX_UPLINK = 60;

  /** For a peer without any link; falls to 0 at twice the degree. */
  private static final int SPARE = 60;

  /** Each failure or lie that is not forgotten yet. */
  private static final int DEMERIT = -60;

  /** Orders equals by chance. */
  private static final int JITTER = 10;

  private static final int DRAWS = 16;

  private final SwarmConfig config;
  private final Members members;

  Matcher(SwarmConfig config, Members members) {
    this.config = config;
    this.members = members;
  }

  /** Whom to meet, and how many of them (the first ones) were drawn at random. */
  record Choice(List<Peer> peers, int atRandom) {}

  private static final Choice NOBODY = new Choice(List.of(), 0);

  private record Scored(Peer peer, int score) {}

  /** Nobody is chosen for a peer that is shunned, nor it for others. */
  Choice choose(Peer peer, int count, Instant now, RandomGenerator random) {
    if (peer.isShunned(now)) {
      return NOBODY;
    }
    var chosen = new LinkedHashSet<Peer>();
    drawInto(chosen, peer, randomPart(count, random), now, random);
    int atRandom = chosen.size();
    var pool = members.around(peer, config.sampleSize(), random);
    rankInto(chosen, peer, pool, count, now, random);
    return new Choice(List.copyOf(chosen), atRandom);
  }

  private int randomPart(int count, RandomGenerator random) {
    int share = config.randomShare();
    return count / share + (random.nextInt(share) < count % share ? 1 : 0);
  }

  private void drawInto(
      Set<Peer> chosen, Peer peer, int count, Instant now, RandomGenerator random) {
    int wanted = chosen.size() + count;
    for (int i = 0; i < DRAWS * count && chosen.size() < wanted; i++) {
      var other = members.draw(random);
      if (mayMeet(peer, other, config.maxDegree(), now)) {
        chosen.add(other);
      }
    }
  }

  private void rankInto(
      Set<Peer> chosen, Peer peer, Set<Peer> pool, int count, Instant now, RandomGenerator random) {
    var ranked = new ArrayList<Scored>();
    for (var other : pool) {
      if (mayMeet(peer, other, config.maxChosenDegree(), now)) {
        ranked.add(new Scored(other, score(peer, other, now) + random.nextInt(JITTER)));
      }
    }
    ranked.sort(Comparator.comparingInt(Scored::score).reversed());
    for (int i = 0; i < ranked.size() && chosen.size() < count; i++) {
      chosen.add(ranked.get(i).peer());
    }
  }

  boolean mayMeet(Peer peer, Peer other, int maxLoad, Instant now) {
    return other != peer
        && !peer.isBusyWith(other)
        && other.load() < maxLoad
        && other.pending() < config.maxPendingPerPeer()
        && !peer.isCoolingWith(other.id(), now)
        && !other.isCoolingWith(peer.id(), now)
        && !peer.isShunned(now)
        && !other.isShunned(now);
  }

  int score(Peer peer, Peer other, Instant now) {
    return place(peer, other)
        + playhead(peer, other)
        + uplink(other)
        + spare(other)
        + DEMERIT * other.demerits(now, config.demeritFadesEvery());
  }

  private static int place(Peer peer, Peer other) {
    var mine = peer.profile.place();
    var its = other.profile.place();
    boolean sameGroup =
        peer.profile.siteGroup().isPresent()
            && peer.profile.siteGroup().equals(other.profile.siteGroup());
    if (sameGroup || mine.address() == its.address()) {
      return SAME_PLACE;
    }
    return mine.prefix() == its.prefix() ? SAME_PREFIX : 0;
  }

  private int playhead(Peer peer, Peer other) {
    if (peer.state().isEmpty() || other.state().isEmpty()) {
      return 0;
    }
    UpMessage.State mine = peer.state().get();
    UpMessage.State its = other.state().get();
    long gapMs = its.playheadMs() - mine.playheadMs();
    if (!mine.rendition().equals(its.rendition())
        || Math.abs(gapMs) > config.horizon().toMillis()) {
      return 0;
    }
    boolean ahead = gapMs + its.horizonMs() > mine.horizonMs();
    return ahead ? AHEAD : SAME_COHORT;
  }

  private static int uplink(Peer other) {
    if (!other.uploads()) {
      return 0;
    }
    long seen =
        other
            .state()
            .map(state -> Math.max(state.uplinkBitsPerSecond(), state.upBitsPerSecond()))
            .orElse(0L);
    long units = seen / UPLINK_UNIT_BITS_PER_SECOND;
    int doublings = Long.SIZE - Long.numberOfLeadingZeros(units);
    return CAN_UPLOAD + Math.min(MAX_UPLINK, UPLINK_DOUBLING * doublings);
  }

  private int spare(Peer other) {
    int full = 2 * config.degreeOf(other.profile);
    return SPARE * Math.max(0, full - other.load()) / full;
  }
}
