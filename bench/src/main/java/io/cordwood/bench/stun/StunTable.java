package io.cordwood.bench.stun;

import java.util.List;
import java.util.Locale;

/** Figures for people, one line a system, and what one is of the other. */
final class StunTable {
  private static final String FORMAT = "%-10s %10s %14s %6s %6s %8s %8s %6s %6s%n";

  private StunTable() {}

  static String of(List<StunFigures> figures) {
    var table = new StringBuilder();
    table.append(
        FORMAT.formatted(
            "system",
            "answers/s",
            "a CPU second",
            "busy",
            "spare",
            "p50 µs",
            "p99 µs",
            "lost",
            "wrong"));
    figures.forEach(f -> table.append(line(f)));
    return table.toString();
  }

  /** The ratios of the first to the second. */
  static String ratio(StunFigures ours, StunFigures theirs) {
    return String.format(
        Locale.ROOT,
        "%s ÷ %s: %.2f in answers/s, %.2f in answers a CPU second",
        ours.system().label(),
        theirs.system().label(),
        ours.answersPerSecond() / theirs.answersPerSecond(),
        ours.answersPerCpuSecond() / theirs.answersPerCpuSecond());
  }

  private static String line(StunFigures figures) {
    return FORMAT.formatted(
        figures.system().label(),
        number("%.0f", figures.answersPerSecond()),
        number("%.0f", figures.answersPerCpuSecond()),
        number("%.2f", figures.busy()),
        number("%.2f", figures.spare()),
        number("%.0f", figures.p50Micros()),
        number("%.0f", figures.p99Micros()),
        figures.lost(),
        figures.wrong());
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }
}
