package io.cordwood.bench.tracker.compare;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Programs on one processor core, by util-linux's {@code taskset}. */
final class Core {
  private Core() {}

  /** The command, kept to this core; taskset becomes the program, so its process is the same. */
  static List<String> pinned(int core, List<String> command) {
    var pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    pinned.addAll(command);
    return pinned;
  }

  /** This JVM's own java. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** This JVM's own classes, from whatever folder. */
  static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Throws {@link IllegalStateException} with a sentence when it cannot be done here. */
  static void check() {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      throw new IllegalStateException(
          "two processor cores are needed: one for a server, one for the load");
    }
    try {
      new ProcessBuilder("taskset", "--version").start().destroy();
    } catch (IOException e) {
      throw new IllegalStateException("taskset is missing; install util-linux (Linux only)", e);
    }
  }
}
