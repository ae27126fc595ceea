package io.cordwood.bench;

import io.cordwood.bench.tracker.conformance.Conformance;
import java.io.PrintStream;
import java.util.List;

/** What WebTorrent trackers do in every odd case of the protocol, as cases passed and failed. */
public final class TrackerConformance implements Benchmark {
  @Override
  public String name() {
    return "tracker-conformance";
  }

  @Override
  public String summary() {
    return Conformance.USAGE;
  }

  @Override
  public void run(List<String> options, PrintStream out) {
    Conformance.run(options, out);
  }
}
