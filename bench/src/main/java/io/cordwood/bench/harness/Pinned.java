package io.cordwood.bench.harness;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Command lines of programs that stay on one core. */
public final class Pinned {
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

  /** Whether a program is on the path. */
  public static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
