package io.cordwood.bench.tracker.load;

/** Decides when which peer announces. Called on the crowd's thread. */
interface Pace {
  /** Nobody announces. */
  Pace NONE =
      new Pace() {
        @Override
        public long next(long now) {
          return 100;
        }
      };

  /** Announces what is due; answers how many milliseconds may be waited, 0 for none. */
  long next(long now);

  /** An announce of this peer got all that it waited for, or was given up. */
  default void over(Peer peer) {}
}
