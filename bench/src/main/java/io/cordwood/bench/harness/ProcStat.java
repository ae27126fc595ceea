package io.cordwood.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor time and memory of a process, from Linux's {@code /proc} (proc(5)). */
public record ProcStat(long pid) {
  /** USER_HZ, which is 100 on every Linux that Java runs on. */
  private static final double TICKS_PER_SECOND = 100;

  private static final int UTIME = 11;
  private static final int STIME = 12;

  /** User and system time of all its threads. */
  public double cpuSeconds() {
    return cpuSeconds(read("stat"));
  }

  /** Its resident set. */
  public long residentBytes() {
    return residentBytes(read("status"));
  }

  /** Files it may have open: the soft limit. */
  public long files() {
    return files(read("limits"));
  }

  static double cpuSeconds(String stat) {
    // The program's name, in parentheses, may hold anything.
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) / TICKS_PER_SECOND;
  }

  static long residentBytes(String status) {
    return field(status, "VmRSS:") * 1024;
  }

  static long files(String limits) {
    return field(limits, "Max open files");
  }

  private static long field(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().split("\\s+")[0])
        .mapToLong(word -> word.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(word))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + name + " in /proc"));
  }

  private String read(String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(new IOException("process " + pid + " is gone", e));
    }
  }
}
