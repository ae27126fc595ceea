package io.cordwood.swarm.rules;

/**
 * How many are in a swarm, as a scrape tells it (BEP 48).
 *
 * @param complete members that have everything
 * @param incomplete the others
 * @param downloaded downloads that were said to be done since the swarm came into being
 */
public record Tally(int complete, int incomplete, int downloaded) {
  /** Nobody. */
  public static final Tally EMPTY = new Tally(0, 0, 0);
}
