package io.cordwood.bench.tracker.compare;

import java.util.List;
import java.util.Locale;

/** Figures for people. */
final class Tables {
  private static final String THROUGHPUT = "%-19s %6s %12s %9s %9s %9s %7s %7s %9s %9s %17s %8s%n";
  private static final String LATENCY = "%-19s %6s %11s %8s %8s %8s %8s %8s %11s %7s %17s %8s%n";
  private static final String MEMORY = "%-19s %6s %11s %10s %10s %10s%n";
  private static final double MIB = 1 << 20;

  private Tables() {}

  static String throughput(List<Run> runs) {
    var table = new StringBuilder();
    table.append(
        THROUGHPUT.formatted(
            "throughput",
            "peers",
            "out/cpu-s",
            "out/s",
            "in/s",
            "MB/s out",
            "server",
            "load",
            "p50 ms",
            "p99 ms",
            "gc n: p99/max ms",
            "dropped"));
    runs.forEach(run -> table.append(throughput(run)));
    return table.toString();
  }

  private static String throughput(Run run) {
    return THROUGHPUT.formatted(
        run.system(),
        run.connections(),
        number("%.0f", run.messagesOutPerCpuSecond()),
        number("%.0f", run.messagesOutPerSecond()),
        number("%.0f", run.messagesInPerSecond()),
        number("%.1f", run.number("bytesFromServer") / run.number("seconds") / 1e6),
        number("%.0f%%", 100 * run.serverCpu()),
        number("%.0f%%", 100 * run.generatorCpu()),
        number("%.1f", run.replyMs("p50Ms")),
        number("%.1f", run.replyMs("p99Ms")),
        gc(run),
        dropped(run));
  }

  static String latency(List<Run> runs) {
    var table = new StringBuilder();
    table.append(
        LATENCY.formatted(
            "latency",
            "peers",
            "announces/s",
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "p99.9",
            "max",
            "all answers",
            "server",
            "gc n: p99/max ms",
            "dropped"));
    runs.forEach(run -> table.append(latency(run)));
    return table.toString();
  }

  private static String latency(Run run) {
    return LATENCY.formatted(
        run.system(),
        run.connections(),
        number("%.0f", run.announcesPerSecond()),
        number("%.2f", run.replyMs("p50Ms")),
        number("%.2f", run.replyMs("p90Ms")),
        number("%.2f", run.replyMs("p99Ms")),
        number("%.2f", run.replyMs("p999Ms")),
        number("%.1f", run.replyMs("maxMs")),
        number("%.2f", run.answeredMs("p99Ms")),
        number("%.0f%%", 100 * run.serverCpu()),
        gc(run),
        dropped(run));
  }

  static String memory(List<Memory> all) {
    var table = new StringBuilder();
    table.append(
        MEMORY.formatted("memory", "peers", "bytes/peer", "empty MiB", "full MiB", "RSS MiB"));
    for (var memory : all) {
      table.append(
          MEMORY.formatted(
              memory.system(),
              memory.peers(),
              number("%.0f", memory.bytesOfPeer()),
              number("%.1f", memory.emptyBytes() / MIB),
              number("%.1f", memory.fullBytes() / MIB),
              number("%.0f", memory.residentBytes() / MIB)));
    }
    return table.toString();
  }

  private static String gc(Run run) {
    return run.gc()
        .map(
            gc ->
                gc.count() + ": " + number("%.1f", gc.p99Ms()) + " / " + number("%.1f", gc.maxMs()))
        .orElse("–");
  }

  private static String dropped(Run run) {
    return run.dropped("offers", "offersExpected") + "/" + run.dropped("answers", "answersSent");
  }

  static String number(String format, double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }
}
