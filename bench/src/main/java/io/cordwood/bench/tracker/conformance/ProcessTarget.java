package io.cordwood.bench.tracker.conformance;

import io.cordwood.bench.harness.NpmPeers;
import io.cordwood.bench.harness.Repository;
import io.cordwood.bench.harness.ServerProcess;
import io.cordwood.bench.tracker.TrackerAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A tracker in a process of ours, which prints its address and is started again when it dies. */
final class ProcessTarget implements Target {
  private static final Pattern ADDRESS = Pattern.compile("listens on (wss?://\\S+)");
  private static final Duration STARTING = Duration.ofSeconds(30);

  private final String name;
  private final Function<String, ServerProcess> start;
  private ServerProcess process;
  private TrackerAddress address;
  private int deaths;

  private ProcessTarget(String name, Function<String, ServerProcess> start) {
    this.name = name;
    this.start = start;
    start();
  }

  /** Cordwood's own tracker door. */
  static Target cordwood(Repository repository, Path logs) {
    var jar = repository.tracker();
    var arguments = List.of("--host", "127.0.0.1", "--port", "0");
    return new ProcessTarget(
        "cordwood", log -> ServerProcess.startJar(log, logs, jar, Map.of(), arguments));
  }

  /** The server of npm's bittorrent-tracker. */
  static Target bittorrentTracker(Repository repository, Path logs) {
    var peers = NpmPeers.installed(repository);
    return new ProcessTarget(
        "bittorrent-tracker", log -> peers.start(log, logs, "bittorrent-tracker.mjs"));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public TrackerAddress address() {
    deaths();
    return address;
  }

  @Override
  public int deaths() {
    if (!process.alive()) {
      deaths++;
      process.close();
      start();
    }
    return deaths;
  }

  @Override
  public int patience() {
    return 1;
  }

  @Override
  public void close() {
    process.close();
  }

  private void start() {
    process = start.apply(name + "-" + deaths);
    address = TrackerAddress.parse(process.awaitLine(ADDRESS, STARTING), false);
  }
}
