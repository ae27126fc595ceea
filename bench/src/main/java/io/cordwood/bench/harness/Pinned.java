package io.cordwood.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Command lines of programs that stay on one core. */
public final class Pinned {
  private static final List<String> REAL_TIME = List.of("chrt", "--rr", "1");

  private Pinned() {}

  /**
   * The command, with all its threads on one core.
   *
   * @param core counted from 0
   * @throws IllegalStateException when this machine has no such core, or no taskset
   */
  public static List<String> to(int core, List<String> command) {
    if (core >= Runtime.getRuntime().availableProcessors()) {
      throw new IllegalStateException("this machine has no core " + core + ": two are needed");
    }
    if (!installed("taskset")) {
      throw new IllegalStateException("taskset is missing: apt-get install util-linux");
    }
    var pinned = Stream.of("taskset", "-c", Integer.toString(core));
    return Stream.concat(pinned, command.stream()).toList();
  }

  /** Who goes first on a core. */
  public enum Priority {
    /** As any program. */
    USUAL,
    /** Before all usual ones, so that those that share the core are not in its figures. */
    FIRST
  }

  /**
   * As {@link #to(int, List)}, at a priority; at the usual one where this machine allows no other.
   */
  public static List<String> to(int core, Priority priority, List<String> command) {
    if (priority == Priority.USUAL || !mayBeFirst()) {
      return to(core, command);
    }
    return to(core, Stream.concat(REAL_TIME.stream(), command.stream()).toList());
  }

  /** Whether {@link Priority#FIRST} can be had here. */
  public static boolean mayBeFirst() {
    return installed("chrt")
        && works(Stream.concat(REAL_TIME.stream(), Stream.of("true")).toList());
  }

  private static boolean works(List<String> command) {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether a program is on the path. */
  public static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
