package io.cordwood.bench;

import io.cordwood.bench.harness.EngineStats;
import io.cordwood.bench.harness.ViewerReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the viewers of a live channel cost and saw while it was counted.
 *
 * @param copies media bytes that the webseed sent, per its own counter, ÷ bytes of the segments
 *     that were published
 * @param offload bytes from peers ÷ all media bytes received, per the viewers' counters; 0 where
 *     the player has none
 * @param stalls of all viewers, from their first frame on
 * @param latencyMs from when what is shown was recorded until it is shown, of all viewers
 * @param playlistBytes that viewers' engines loaded, by viewer; NaN where the player does not say
 * @param cpuSecondsPerViewer processor time of all the browser's processes ÷ viewers
 */
record LiveFigures(
    PlayerSystem system,
    int viewers,
    double copies,
    double offload,
    int stalls,
    double stalledSeconds,
    Spread latencyMs,
    double playlistBytes,
    double cpuSecondsPerViewer) {
  private static final String LINE = "%-22s %7s %8s %12s %22s %14s %11s%n";

  /** The viewers' counters over the time that counts: {@code before} and {@code after} it. */
  static LiveFigures of(
      PlayerSystem system,
      List<ViewerReport> before,
      List<ViewerReport> after,
      double copies,
      List<Double> latencies,
      double cpuSeconds) {
    var peers = grown(before, after, EngineStats::bytesFromPeers);
    var all = peers + grown(before, after, EngineStats::bytesFromWebseeds);
    var counts = after.stream().allMatch(report -> report.stats() != null);
    return new LiveFigures(
        system,
        after.size(),
        copies,
        all == 0 ? 0 : (double) peers / all,
        after.stream().mapToInt(ViewerReport::stalls).sum(),
        after.stream().mapToDouble(ViewerReport::stalledMs).sum() / 1000,
        Spread.of(latencies),
        counts
            ? (double) grown(before, after, EngineStats::playlistBytes) / after.size()
            : Double.NaN,
        cpuSeconds / after.size());
  }

  private interface Counter {
    long of(EngineStats stats);
  }

  private static long grown(List<ViewerReport> before, List<ViewerReport> after, Counter counter) {
    return sum(after, counter) - sum(before, counter);
  }

  private static long sum(List<ViewerReport> reports, Counter counter) {
    return reports.stream()
        .map(ViewerReport::stats)
        .filter(stats -> stats != null)
        .mapToLong(counter::of)
        .sum();
  }

  /** The table's first line. */
  static String head() {
    return LINE.formatted(
        "system", "copies", "offload", "stalls (s)", "latencyMs", "playlist kB", "cpu s/view");
  }

  /** The table's line. */
  String line() {
    return LINE.formatted(
        system.label(),
        number("%.2f", copies),
        number("%.3f", offload),
        stalls + " (" + number("%.1f", stalledSeconds) + ")",
        "%s (%s–%s)"
            .formatted(
                number("%.0f", latencyMs.median()),
                number("%.0f", latencyMs.p25()),
                number("%.0f", latencyMs.p75())),
        number("%.0f", playlistBytes / 1000),
        number("%.1f", cpuSecondsPerViewer));
  }

  /** As an object of the JSON line; what was not measured is absent. */
  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", system.label());
    json.put("viewers", viewers);
    put(json, "copies", copies);
    put(json, "offload", offload);
    json.put("stalls", stalls);
    put(json, "stalledSeconds", stalledSeconds);
    put(json, "latencyMs", latencyMs.median());
    put(json, "latencyP25Ms", latencyMs.p25());
    put(json, "latencyP75Ms", latencyMs.p75());
    put(json, "playlistBytesPerViewer", playlistBytes);
    put(json, "cpuSecondsPerViewer", cpuSecondsPerViewer);
    return json;
  }

  private static void put(Map<String, Object> json, String name, double value) {
    if (!Double.isNaN(value)) {
      json.put(name, Math.round(value * 1000) / 1000.0);
    }
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }
}
