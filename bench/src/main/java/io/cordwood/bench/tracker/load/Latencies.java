package io.cordwood.bench.tracker.load;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** How long something took, from when it was due, in nanoseconds up to a minute. One thread. */
final class Latencies {
  private static final long LONGEST = 60_000_000_000L;
  private static final int DIGITS = 3;

  private final Histogram histogram = new Histogram(LONGEST, DIGITS);

  void record(long nanos) {
    histogram.recordValue(Math.clamp(nanos, 0, LONGEST));
  }

  void reset() {
    histogram.reset();
  }

  /** Count, and percentiles in milliseconds. */
  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("count", histogram.getTotalCount());
    json.put("p50Ms", ms(50));
    json.put("p90Ms", ms(90));
    json.put("p99Ms", ms(99));
    json.put("p999Ms", ms(99.9));
    json.put("maxMs", histogram.getMaxValue() / 1e6);
    return json;
  }

  private double ms(double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1e6;
  }
}
