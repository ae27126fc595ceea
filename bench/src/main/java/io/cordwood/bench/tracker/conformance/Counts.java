package io.cordwood.bench.tracker.conformance;

/** Seeders and leechers of a swarm, as a tracker counts them; -1 where it said nothing. */
record Counts(int complete, int incomplete) {
  static Counts of(int complete, int incomplete) {
    return new Counts(complete, incomplete);
  }

  /** Throws unless they are these. */
  void mustBe(int seeders, int leechers) {
    if (complete != seeders || incomplete != leechers) {
      throw new Mismatch("%s, not %s".formatted(this, of(seeders, leechers)));
    }
  }

  @Override
  public String toString() {
    return "complete %d incomplete %d".formatted(complete, incomplete);
  }
}
