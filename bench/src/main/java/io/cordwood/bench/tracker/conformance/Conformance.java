package io.cordwood.bench.tracker.conformance;

import io.cordwood.bench.harness.Repository;
import io.cordwood.bench.harness.Scratch;
import io.cordwood.bench.tracker.conformance.ConformanceOptions.Against;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Plays the suite as a command line asks, and prints how it went. */
public final class Conformance {
  /** The usage, one line. */
  public static final String USAGE = ConformanceOptions.USAGE;

  private Conformance() {}

  /**
   * Plays and prints a table, a summary and one line of JSON. Throws {@link
   * IllegalArgumentException} for options that make no sense, and {@link IllegalStateException}
   * when a tracker could not be started, or all cases are required and one failed.
   */
  public static void run(List<String> words, PrintStream out) {
    var options = ConformanceOptions.parse(words);
    var cases = Suite.only(options.only());
    var played = new ArrayList<Report.Played>();
    try (var scratch = Scratch.make("cordwood-conformance")) {
      for (var start : targets(options.against(), scratch.folder())) {
        try (var target = start.get()) {
          reach(target);
          var results = Suite.play(target, cases, options.slow());
          played.add(new Report.Played(target.name(), results));
        }
      }
    }
    print(options, played, out);
    demand(options, played.getFirst());
  }

  /** A tracker that cannot be reached at all has failed nothing. */
  private static void reach(Target target) {
    try (var stage = new Stage(target)) {
      stage.open();
    } catch (IOException e) {
      throw new IllegalStateException("no connection to " + target.name() + ": " + e.getMessage());
    }
  }

  private static List<Supplier<Target>> targets(Against against, Path logs) {
    return switch (against) {
      case Against.Address at -> List.of(() -> Target.at(at.address(), at.patience()));
      case Against.BittorrentTracker peer -> List.of(() -> bittorrentTracker(logs));
      case Against.Both both ->
          List.of(
              () -> ProcessTarget.cordwood(Repository.find(), logs), () -> bittorrentTracker(logs));
    };
  }

  private static Target bittorrentTracker(Path logs) {
    return ProcessTarget.bittorrentTracker(Repository.find(), logs);
  }

  private static void print(
      ConformanceOptions options, List<Report.Played> played, PrintStream out) {
    if (!options.onlyJson()) {
      out.print(Report.table(played));
      out.print(Report.summary(played));
    }
    out.println(Report.json(played));
  }

  private static void demand(ConformanceOptions options, Report.Played first) {
    var failed = first.count(Verdict.FAIL);
    if (options.requireAll() && failed > 0) {
      throw new IllegalStateException(first.name() + " failed " + failed + " cases");
    }
  }
}
