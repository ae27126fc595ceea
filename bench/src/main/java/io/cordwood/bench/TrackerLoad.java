package io.cordwood.bench;

import io.cordwood.bench.tracker.compare.Comparison;
import io.cordwood.bench.tracker.compare.Options;
import java.io.PrintStream;
import java.util.List;

/** Cordwood's tracker and npm's bittorrent-tracker under the same load, one after the other. */
public final class TrackerLoad implements Benchmark {
  @Override
  public String name() {
    return "tracker";
  }

  @Override
  public String summary() {
    return Options.USAGE;
  }

  @Override
  public void run(List<String> options, PrintStream out) {
    new Comparison(Options.parse(options), out).run();
  }
}
