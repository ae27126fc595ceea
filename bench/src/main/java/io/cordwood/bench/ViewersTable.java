package io.cordwood.bench;

import java.util.List;
import java.util.Locale;

/** Figures for people: one table of those who watch the film, one of starts. */
final class ViewersTable {
  private static final String WATCHING = "%-17s %7s %8s %8s %15s %24s %11s %6s %8s %9s%n";
  private static final String STARTS = "%-17s %24s %24s%n";

  private ViewersTable() {}

  static String of(List<ViewersFigures> figures) {
    var table = new StringBuilder();
    table.append(
        WATCHING.formatted(
            "system",
            "copies",
            "offload",
            "ceiling",
            "stalls (s)",
            "firstPeerByteMs",
            "cpu s/view",
            "ratio",
            "dropped",
            "finished"));
    figures.forEach(f -> table.append(watching(f)));
    table.append('\n');
    table.append(STARTS.formatted("system", "ttffMs", "ttffMs far"));
    figures.forEach(f -> table.append(starts(f)));
    return table.toString();
  }

  private static String watching(ViewersFigures figures) {
    var audience = figures.audience();
    return WATCHING.formatted(
        audience.system().label(),
        number("%.2f", audience.copies()),
        number("%.3f", audience.offload()),
        number("%.3f", audience.ceiling()),
        audience.stalls() + " (" + number("%.1f", audience.stalledSeconds()) + ")",
        spread(audience.firstPeerByteMs()),
        number("%.1f", audience.cpuSecondsPerViewer()),
        number("%.2f", figures.cpuRatio()),
        audience.droppedFrames(),
        audience.finished() + "/" + audience.viewers());
  }

  private static String starts(ViewersFigures figures) {
    var system = figures.audience().system().label();
    return STARTS.formatted(system, spread(figures.near()), spread(figures.far()));
  }

  /** Median and quartiles. */
  private static String spread(Spread ms) {
    return ms.count() == 0
        ? "–"
        : "%s (%s–%s)"
            .formatted(
                number("%.0f", ms.median()), number("%.0f", ms.p25()), number("%.0f", ms.p75()));
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }
}
