package io.cordwood.bench.tracker.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Pauses of a JVM in a span of time, from its unified log ({@code gc*,safepoint} with {@code
 * time}).
 *
 * @param count of pauses for garbage
 * @param p99Ms of them, the nearest rank; NaN when there were none
 * @param maxMs of them
 * @param longestStopMs of all safepoints, for whatever reason
 */
record GcPauses(int count, double p99Ms, double maxMs, double longestStopMs) {
  private static final Pattern PAUSE =
      Pattern.compile("^\\[([^]]+)].*GC\\(\\d+\\).*Pause .* (\\d+[.,]\\d+)ms$");
  private static final Pattern STOP =
      Pattern.compile("^\\[([^]]+)].*Safepoint \".*Total: +(\\d+) ns.*$");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ");

  /** Times are milliseconds since 1970. */
  static GcPauses of(Path log, long fromMs, long toMs) {
    try (var lines = Files.lines(log)) {
      return of(lines, fromMs, toMs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static GcPauses of(Stream<String> lines, long fromMs, long toMs) {
    var pauses = new ArrayList<Double>();
    var longest = new double[1];
    lines.forEach(
        line -> {
          find(PAUSE, line, fromMs, toMs).ifPresent(pauses::add);
          find(STOP, line, fromMs, toMs)
              .ifPresent(nanos -> longest[0] = Math.max(longest[0], nanos / 1e6));
        });
    pauses.sort(null);
    return new GcPauses(pauses.size(), rank(pauses, 0.99), rank(pauses, 1), longest[0]);
  }

  private static Optional<Double> find(Pattern what, String line, long fromMs, long toMs) {
    var found = what.matcher(line);
    if (!found.find()) {
      return Optional.empty();
    }
    var at = OffsetDateTime.parse(found.group(1), TIME).toInstant().toEpochMilli();
    return at >= fromMs && at <= toMs
        ? Optional.of(Double.parseDouble(found.group(2).replace(',', '.')))
        : Optional.empty();
  }

  private static double rank(List<Double> sorted, double share) {
    return sorted.isEmpty() ? Double.NaN : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
