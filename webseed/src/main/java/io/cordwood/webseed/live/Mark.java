package io.cordwood.webseed.live;

/**
 * How far a channel has come, whichever webseed took it in (PROTOCOL §4.2).
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
}
