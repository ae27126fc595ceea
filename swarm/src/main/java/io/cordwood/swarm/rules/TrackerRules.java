package io.cordwood.swarm.rules;

import java.time.Duration;

/**
 * The limits of what clients of the tracker door can cause, once, with unit and reason.
 *
 * @param maxOffersPerAnnounce offers relayed for one announce: stock clients send 5, libtorrent 10
 * @param maxOffersWaiting offers that a client was sent and did not answer: above, others get them,
 *     so that nobody can be buried in offers and ghosts cost little
 * @param offersPerHour offers relayed for one peer: a stock client makes 150, one that re-sends
 *     them some hundreds; bounds how many addresses one client can collect
 * @param offerLifetime in which an offer can be answered: stock clients give up after 50 s
 * @param announcesMissed announces missed, of the interval that the client was told, before a peer
 *     is taken for gone; its socket may live on, for instance in another swarm
 * @param shortestInterval no interval that a client is told is below
 * @param claimLifetime for how long a peer id that another connection holds is kept for the one
 *     that claims it, while the holder is asked whether it lives
 * @param maxClaims claims of one swarm at a time; above, claimants announce again
 */
public record TrackerRules(
    int maxOffersPerAnnounce,
    int maxOffersWaiting,
    int offersPerHour,
    Duration offerLifetime,
    double announcesMissed,
    Duration shortestInterval,
    Duration claimLifetime,
    int maxClaims) {
  /** What nodes use. */
  public static TrackerRules defaults() {
    return new TrackerRules(
        10,
        24,
        1_200,
        Duration.ofSeconds(60),
        2.5,
        Duration.ofSeconds(30),
        Duration.ofSeconds(30),
        256);
  }

  /** The same with another number of offers an hour. */
  public TrackerRules withOffersPerHour(int offers) {
    return new TrackerRules(
        maxOffersPerAnnounce,
        maxOffersWaiting,
        offers,
        offerLifetime,
        announcesMissed,
        shortestInterval,
        claimLifetime,
        maxClaims);
  }

  Duration expireAfter(Duration interval) {
    return Duration.ofMillis((long) (interval.toMillis() * announcesMissed));
  }
}
