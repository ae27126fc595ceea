package io.cordwood.bench;

import io.cordwood.bench.stun.Stun;
import java.util.Arrays;
import java.util.List;

/** The one entry of all benchmarks: {@code Main NAME [options]}; without a name it lists them. */
public final class Main {
  private static final List<Benchmark> BENCHMARKS =
      List.of(
          new Viewers(),
          new Live(),
          new TrackerConformance(),
          new TrackerLoad(),
          new Stun(),
          new SimulatedSwarm());

  private Main() {}

  /**
   * Runs the named benchmark; the exit status is 0 when it ran to its end, 2 when the call was
   * wrong.
   */
  public static void main(String[] args) {
    var named = args.length == 0 ? "" : args[0];
    var found = BENCHMARKS.stream().filter(b -> b.name().equals(named)).findFirst();
    if (found.isEmpty()) {
      System.err.println(usage(named));
      System.exit(named.isEmpty() ? 0 : 2);
    }
    System.exit(run(found.get(), List.of(Arrays.copyOfRange(args, 1, args.length))));
  }

  private static int run(Benchmark benchmark, List<String> options) {
    try {
      benchmark.run(options, System.out);
      return 0;
    } catch (IllegalArgumentException e) {
      System.err.println("bench " + benchmark.name() + ": " + e.getMessage());
      return 2;
    } catch (IllegalStateException | AssertionError e) {
      System.err.println("bench " + benchmark.name() + ": " + e.getMessage());
      return 1;
    }
  }

  private static String usage(String named) {
    var text = new StringBuilder(named.isEmpty() ? "" : "There is no benchmark " + named + ".\n");
    text.append("Benchmarks:\n");
    BENCHMARKS.forEach(b -> text.append("  %-20s %s%n".formatted(b.name(), b.summary())));
    return text.toString();
  }
}
