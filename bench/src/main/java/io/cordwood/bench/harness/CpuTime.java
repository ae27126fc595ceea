package io.cordwood.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time of other processes, as Linux counts it in ticks of 10 ms. */
public final class CpuTime {
  /** USER_HZ of every architecture that Java runs on (proc_pid_stat(5)). */
  private static final double TICKS_A_SECOND = 100;

  private static final int USER_AFTER_NAME = 11;
  private static final int SYSTEM_AFTER_NAME = 12;

  private CpuTime() {}

  /**
   * Seconds that all threads of a process have run so far, in user space and in the kernel for it.
   *
   * @throws UncheckedIOException when there is no such process, or no Linux
   */
  public static double seconds(long pid) {
    try {
      return seconds(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As above, of a file's text; the program's name in it may hold spaces and parentheses. */
  static double seconds(String stat) {
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    var ticks = Long.parseLong(fields[USER_AFTER_NAME]) + Long.parseLong(fields[SYSTEM_AFTER_NAME]);
    return ticks / TICKS_A_SECOND;
  }
}
