package io.cordwood.bench.tracker.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How long a processor core had nothing to do, from Linux's {@code /proc/stat} (proc(5)). A server
 * that shares its core with strangers cannot fill it alone; a core that is not idle is full.
 */
record CoreTime(int core) {
  private static final double TICKS_PER_SECOND = 100;
  private static final int IDLE = 4;
  private static final int IOWAIT = 5;

  /** Seconds since the machine started. */
  double idleSeconds() {
    try {
      return idleSeconds(Files.readString(Path.of("/proc/stat")), core);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static double idleSeconds(String stat, int core) {
    var name = "cpu" + core + " ";
    var line = stat.lines().filter(l -> l.startsWith(name)).findFirst();
    var fields =
        line.orElseThrow(() -> new IllegalStateException("there is no core " + core)).split(" +");
    return (Long.parseLong(fields[IDLE]) + Long.parseLong(fields[IOWAIT])) / TICKS_PER_SECOND;
  }
}
