package io.cordwood.swarm.wire.tracker;

/**
 * How many items of an announce's {@code offers} the codec left out, by kind; for counters.
 *
 * @param malformed without a good {@code offer_id}, or without one string {@code sdp}
 * @param tooLarge with more than 64 KiB of {@code sdp}
 * @param badCandidate with more than 32 candidates
 * @param repeated with the {@code offer_id} of an earlier one
 * @param surplus good or not, after as many good ones as are taken
 */
public record OffersLeftOut(
    int malformed, int tooLarge, int badCandidate, int repeated, int surplus) {
  /** Every item was good. */
  public static final OffersLeftOut NONE = new OffersLeftOut(0, 0, 0, 0, 0);

  /** Items left out for any reason. */
  public int total() {
    return malformed + tooLarge + badCandidate + repeated + surplus;
  }
}
