package io.cordwood.swarm.rules;

import io.cordwood.swarm.wire.UpMessage;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * What the viewers of a cohort need of one another and can give one another, at one moment. All in
 * bits per second.
 *
 * @param rate of what they play, as their median says; 0 when none of them needs anything
 * @param demand the rates of those below their target buffer
 * @param supply the uplinks of those who hold what lies in the horizon, with what is to spare one
 *     horizon ahead
 * @param spare what those who play one horizon behind may have of it
 */
record Supply(long rate, long demand, long supply, long spare) {
  /** What webseeds have to send at least: one copy, or all that peers cannot. */
  long requiredFallback() {
    return Math.max(rate, demand - supply);
  }

  /**
   * Adds a cohort up.
   *
   * @param ahead what the cohort one horizon ahead, which has played what this one plays, has to
   *     spare
   */
  static Supply of(Collection<Peer> viewers, long ahead, ThinRules rules) {
    var needy = viewers.stream().filter(peer -> isNeedy(peer, rules)).toList();
    long rate = median(viewers.stream().mapToLong(peer -> rateOf(peer, rules)).toArray());
    long demand = rate * needy.size();
    var uplinks = Uplinks.of(viewers, rate, rules);
    long all = viewers.stream().mapToLong(uplinks::held).sum();
    long forOthers = all - ownOf(needy, uplinks);
    long supply = forOthers + ahead;
    return new Supply(rate, demand, supply, all - Math.min(demand, forOthers));
  }

  /** Of one viewer in need alone its own uplink is no help. */
  private static long ownOf(List<Peer> needy, Uplinks uplinks) {
    return needy.size() == 1 ? uplinks.held(needy.getFirst()) : 0;
  }

  private static boolean isNeedy(Peer peer, ThinRules rules) {
    return rateOf(peer, rules) > 0
        && peer.state().orElseThrow().horizonMs() < rules.targetBuffer().toMillis();
  }

  private static long rateOf(Peer peer, ThinRules rules) {
    return Math.min(
        rules.mostRate(), peer.state().map(UpMessage.State::rateBitsPerSecond).orElse(0L));
  }

  /** The median of those above 0; 0 when there are none. */
  private static long median(long[] values) {
    var told = Arrays.stream(values).filter(value -> value > 0).sorted().toArray();
    return told.length == 0 ? 0 : told[told.length / 2];
  }

  /**
   * The uplinks of a cohort. A line is measured when it is asked for more than it carries: one that
   * was not is enough for somebody at least.
   *
   * @param usual the median of those who measured theirs
   * @param unmeasured what the others count as
   */
  private record Uplinks(long usual, long unmeasured, ThinRules rules) {
    static Uplinks of(Collection<Peer> viewers, long rate, ThinRules rules) {
      var uploaders = viewers.stream().filter(Uplinks::uploads);
      var measured = uploaders.mapToLong(peer -> measured(peer, rules));
      long median = Supply.median(measured.toArray());
      long usual = median == 0 ? rules.assumedUplink() : median;
      long enough = (long) Math.ceil(rules.enoughFrom() * rate);
      return new Uplinks(usual, Math.max(usual, enough), rules);
    }

    /** What a viewer can send of what it holds of the horizon. */
    long held(Peer peer) {
      if (!uploads(peer) || peer.state().map(UpMessage.State::horizonMs).orElse(0L) == 0) {
        return 0;
      }
      long told = measured(peer, rules);
      return told == 0 ? unmeasured : Math.min(told, rules.mostTimesMedian() * usual);
    }

    private static boolean uploads(Peer peer) {
      return peer.uploads();
    }

    private static long measured(Peer peer, ThinRules rules) {
      return Math.min(
          rules.mostUplink(), peer.state().map(UpMessage.State::uplinkBitsPerSecond).orElse(0L));
    }
  }
}
