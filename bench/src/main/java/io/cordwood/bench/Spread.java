package io.cordwood.bench;

import java.util.Collection;

/** The middle of some numbers and how far they lie apart; NaN all over when there are none. */
record Spread(int count, double p25, double median, double p75) {

  static Spread of(Collection<Double> numbers) {
    var sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Spread(
        sorted.length, quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75));
  }

  /** Between two numbers in proportion (Hyndman and Fan's type 7). */
  private static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    var at = share * (sorted.length - 1);
    var below = (int) Math.floor(at);
    var above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
