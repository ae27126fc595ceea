package io.cordwood.webseed.heat;

/**
 * From where on a webseed is hot, and what then.
 *
 * @param maxStreams answers with media under way at once
 * @param capacityBitsPerSecond media bytes begun in a second, in bits
 * @param maxWaiting requests that wait for their turn; more are refused
 * @param nowBurst requests that one address may mark as needed now at once, while it is hot
 * @param nowPerSecond the same a second after that; one more counts as needed soon
 * @param addresses whose budget is remembered
 */
public record HeatLimits(
    int maxStreams,
    long capacityBitsPerSecond,
    int maxWaiting,
    int nowBurst,
    double nowPerSecond,
    int addresses) {
  /** Half a megabit a second each on a line of 1 Gbit/s. */
  public static final int MAX_STREAMS = 2_000;

  /**
   * What a webseed uses. Waiting: those who would wait longer than viewers do, 10 s. Budget: a
   * viewer needs less than one segment a second, and a house has some viewers.
   */
  public static HeatLimits of(int maxStreams, long capacityBitsPerSecond) {
    return new HeatLimits(maxStreams, capacityBitsPerSecond, 10_000, 60, 2, 50_000);
  }
}
