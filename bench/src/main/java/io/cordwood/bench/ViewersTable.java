package io.cordwood.bench;

import java.util.List;
import java.util.Locale;

/** Figures for people, one line a system. */
final class ViewersTable {
  private static final String FORMAT = "%-10s %7s %8s %22s %16s %7s %9s%n";

  private ViewersTable() {}

  static String of(List<ViewersFigures> figures) {
    var table = new StringBuilder();
    table.append(
        FORMAT.formatted(
            "system",
            "copies",
            "offload",
            "ttffMs (p25–p75)",
            "firstPeerByteMs",
            "stalls",
            "finished"));
    figures.forEach(f -> table.append(line(f)));
    return table.toString();
  }

  private static String line(ViewersFigures figures) {
    var audience = figures.audience();
    var ttff = figures.ttffMs();
    return FORMAT.formatted(
        audience.system().label(),
        number("%.2f", audience.copies()),
        number("%.2f", audience.offload()),
        "%s (%s–%s)"
            .formatted(
                number("%.0f", ttff.median()),
                number("%.0f", ttff.p25()),
                number("%.0f", ttff.p75())),
        number("%.0f", audience.firstPeerByteMs()),
        audience.stalls(),
        audience.finished() + "/" + audience.viewers());
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }
}
