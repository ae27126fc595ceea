package io.cordwood.tracker;

/**
 * Whether a client lives, and what to do when nobody knows: who is silent is pinged, who stays
 * silent is cut, and so is who was asked something and let the time pass.
 *
 * <p>One rule for all connections of a door, without state: a connection keeps three times of its
 * own. Times are whole seconds of the door's clock. Safe on every thread.
 */
final class Aliveness {
  /** The deadline of who was asked nothing. */
  static final int NEVER = Integer.MAX_VALUE;

  private static final int PROBE_SECONDS = 4;

  /** What a connection does when a second has passed. */
  enum Step {
    /** All is well. */
    NOTHING,
    /** Ask the client for a sign of life. */
    PING,
    /** Cut the connection. */
    CUT
  }

  private final int pingEverySeconds;
  private final int longestSilenceSeconds;
  private final int closeSeconds;

  Aliveness(TrackerConfig.Timing timing) {
    this.pingEverySeconds = (int) Math.max(1, timing.pingEvery().toSeconds());
    this.longestSilenceSeconds = pingEverySeconds * (timing.pingsMissed() + 1);
    this.closeSeconds = (int) Math.max(1, timing.close().toSeconds());
  }

  /** The deadline of a client that is asked now whether it lives. */
  int probedUntil(int now) {
    return now + PROBE_SECONDS;
  }

  /** The deadline of a client that is sent our close now. */
  int closingUntil(int now) {
    return now + closeSeconds;
  }

  /**
   * What to do now.
   *
   * @param heardAt when anything came of the client
   * @param pingedAt when it was sent the last ping of this rule
   * @param deadline {@link #NEVER}, or by when it shall have said something
   */
  Step step(int now, int heardAt, int pingedAt, int deadline) {
    int silent = now - heardAt;
    if (now >= deadline || silent > longestSilenceSeconds) {
      return Step.CUT;
    }
    return silent >= pingEverySeconds && now - pingedAt >= pingEverySeconds
        ? Step.PING
        : Step.NOTHING;
  }
}
