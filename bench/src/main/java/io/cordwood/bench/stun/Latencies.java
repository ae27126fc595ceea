package io.cordwood.bench.stun;

/** A histogram of times in steps of a microsecond; what is longer than 100 ms counts as that. */
final class Latencies {
  private static final int LONGEST_MICROS = 100_000;

  private final long[] counts = new long[LONGEST_MICROS + 1];
  private long count;

  void add(long nanos) {
    counts[Math.clamp(nanos / 1000, 0, LONGEST_MICROS)]++;
    count++;
  }

  long count() {
    return count;
  }

  /** The time within which a share of all lie, rounded up to a microsecond; NaN of none. */
  double micros(double share) {
    long wanted = (long) Math.ceil(share * count);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && count > 0) {
        return i + 1;
      }
    }
    return Double.NaN;
  }
}
