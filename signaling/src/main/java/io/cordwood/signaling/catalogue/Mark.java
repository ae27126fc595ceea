package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.http.ProblemException;

/**
 * How far a channel has come: what the next webseed that takes it in goes on from.
 *
 * @param startedAtMs wall clock at the channel's beginning, milliseconds since 1970; 0 before that
 * @param epoch of the newest segment
 * @param number of the newest segment; 0 before the first
 * @param endMs where it ends, milliseconds from the channel's beginning
 * @param discontinuities the most that a rendition has had
 */
public record Mark(long startedAtMs, int epoch, int number, long endMs, int discontinuities) {
  /** Nothing has been signed. */
  public static final Mark NONE = new Mark(0, 0, 0, 0, 0);

  /**
   * So many numbers may have been signed by the one before without a word of them: more than half a
   * minute of the shortest segments, and some seconds are what a lease outlives its holder.
   */
  static final int LEAP = 32;

  /** Refuses with a 400 what cannot be. */
  public Mark {
    if (startedAtMs < 0 || epoch < 0 || number < 0 || endMs < 0 || discontinuities < 0) {
      throw new ProblemException(400, "The field \"mark\" must have no number below 0.");
    }
  }

  /** The farther of two, in each respect; the channel begins once. */
  Mark max(Mark other) {
    return new Mark(
        startedAtMs == 0 ? other.startedAtMs : startedAtMs,
        Math.max(epoch, other.epoch),
        Math.max(number, other.number),
        Math.max(endMs, other.endMs),
        Math.max(discontinuities, other.discontinuities));
  }

  /**
   * Where another webseed goes on: behind all that the one before may have signed since it was
   * heard of last.
   */
  Mark leapt() {
    return number == 0
        ? this
        : new Mark(startedAtMs, epoch + 1, number + LEAP, endMs, discontinuities + 1);
  }
}
