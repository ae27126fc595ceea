package io.cordwood.webseed.live.intake;

/** Told of what is refused; any thread. */
@FunctionalInterface
public interface IntakeCounters {
  /** Why a file that came whole is no segment. */
  enum Kind {
    /** The same bytes were taken under the same number. */
    DUPLICATE,
    /** What follows it was taken before. */
    LATE,
    /** The channel has used up its numbers. */
    OUT_OF_NUMBERS
  }

  /** One was refused. */
  void count(Kind kind);
}
