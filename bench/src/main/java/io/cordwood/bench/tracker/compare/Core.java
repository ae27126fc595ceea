package io.cordwood.bench.tracker.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  /** Throws {@link IllegalStateException} with a sentence when it cannot be done here. */
  static void check() {
    if (Runtime.getRuntime().availableProcessors() < 2) {
      throw new IllegalStateException(
          "two processor cores are needed: one for a server, one for the load");
    }
    try {
      new ProcessBuilder("taskset", "--version").start().destroy();
    } catch (java.io.IOException e) {
      throw new IllegalStateException("taskset is missing; install util-linux (Linux only)", e);
    }
  }
}
