package io.cordwood.bench.tracker.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What of a JVM's heap is reachable, by {@code jcmd PID GC.class_histogram}, which collects first.
 */
final class LiveHeap {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)\\s*$");

  private LiveHeap() {}

  static long bytes(long pid) {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      var process =
          new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      return total(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static long total(String histogram) {
    var found = TOTAL.matcher(histogram);
    if (!found.find()) {
      throw new IllegalStateException(
          "jcmd gave no total: " + histogram.lines().findFirst().orElse(""));
    }
    return Long.parseLong(found.group(1));
  }
}
