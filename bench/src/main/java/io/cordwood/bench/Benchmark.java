package io.cordwood.bench;

import java.io.PrintStream;
import java.util.List;

/** Something that can be measured by name. */
public interface Benchmark {
  /** The word that names it on the command line. */
  String name();

  /** What it measures and its options, in one line. */
  String summary();

  /**
   * Measures and prints, last of all one line of JSON, {@code {"systems":[{"name":…,
   * figures…},…]}}. Throws {@link IllegalArgumentException} for options that make no sense, and
   * {@link IllegalStateException} when it could not be run.
   */
  void run(List<String> options, PrintStream out);
}
