package io.cordwood.tracker;

import java.util.function.BooleanSupplier;

/**
 * What becomes of a message for a client that reads slowly: what costs least is lost first. One
 * rule for all connections of a door; how much waits is the connection's. Safe on every thread.
 */
final class OutputRule {
  /** What to do with a message. */
  enum Verdict {
    /** Send it. */
    SEND,
    /** Drop it: too much waits for this client, or for all together. */
    DROP,
    /** Cut the connection: the client does not read. */
    CUT
  }

  private final TrackerConfig.Output bounds;
  private final BooleanSupplier isFull;

  /** Is full when what waits for all connections together is as much as may be. */
  OutputRule(TrackerConfig.Output bounds, BooleanSupplier isFull) {
    this.bounds = bounds;
    this.isFull = isFull;
  }

  /** So many bytes wait for the client of this message. */
  Verdict verdict(Importance importance, int waitingBytes) {
    if (waitingBytes > bounds.closeAbove()) {
      return Verdict.CUT;
    }
    return switch (importance) {
      case OFFER -> unlessAbove(bounds.dropOffersAbove(), waitingBytes);
      case ANSWER -> unlessAbove(bounds.dropAnswersAbove(), waitingBytes);
      case REPLY -> Verdict.SEND;
    };
  }

  private Verdict unlessAbove(int bound, int waitingBytes) {
    return waitingBytes > bound || isFull.getAsBoolean() ? Verdict.DROP : Verdict.SEND;
  }
}
