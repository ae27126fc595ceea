package io.cordwood.bench.tracker.compare;

import io.cordwood.bench.harness.NpmPeers;
import io.cordwood.bench.harness.Pinned;
import io.cordwood.bench.harness.Pinned.Priority;
import io.cordwood.bench.harness.Repository;
import io.cordwood.bench.harness.ServerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts the servers that are compared, fresh for each measurement, pinned to {@link #CORE}. */
final class Servers {
  /** Where the servers run; the load runs on {@link GeneratorProcess#CORE}. */
  static final int CORE = 0;

  /** Whoever measures one machine's limits is one address with many connections. */
  private static final List<String> NO_LIMITS =
      List.of(
          "--host 127.0.0.1 --port 0",
          "--connections 30000 --connections-per-address 30000 --connections-per-prefix 30000",
          "--rate 100000 --burst 100000 --address-rate 10000000 --address-burst 10000000",
          "--offers-per-hour 1000000000",
          "--announces-per-second 1000000");

  private final Repository repository;
  private final Path logs;
  private final Options options;
  private int started;

  Servers(Repository repository, Path logs, Options options) {
    this.repository = repository;
    this.logs = logs;
    this.options = options;
  }

  RunningServer start(Options.Tracker system) {
    return start(system, Priority.USUAL);
  }

  RunningServer start(Options.Tracker system, Priority priority) {
    return switch (system) {
      case CORDWOOD -> cordwood(priority);
      case BITTORRENT_TRACKER -> bittorrentTracker(priority);
    };
  }

  private RunningServer cordwood(Priority priority) {
    var arguments = new ArrayList<>(List.of("-jar", repository.tracker().toString()));
    NO_LIMITS.forEach(some -> arguments.addAll(List.of(some.split(" "))));
    return java("cordwood", arguments, priority);
  }

  /** Jetty's WebSocket server and nothing behind it. */
  RunningServer bareJetty() {
    var main = BareJetty.class.getName();
    return java("bare-jetty", List.of("-cp", Jvm.classPath(), main), Priority.USUAL);
  }

  /** As its documentation runs it: its own settings. */
  private RunningServer bittorrentTracker(Priority priority) {
    var script = NpmPeers.installed(repository).folder().resolve("bittorrent-tracker.mjs");
    var name = "bittorrent-tracker";
    var process =
        ServerProcess.start(
            name + "-" + ++started,
            logs,
            Pinned.to(CORE, priority, List.of("node", script.toString())),
            Map.of());
    return RunningServer.listening(name, process, Optional.empty());
  }

  private RunningServer java(String name, List<String> arguments, Priority priority) {
    var gcLog = logs.resolve(name + "-" + ++started + "-gc.txt");
    var command = new ArrayList<String>();
    command.add(Jvm.java());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Xms" + options.heapMb() + "m");
    command.add("-Xmx" + options.heapMb() + "m");
    command.addAll(options.collector().flags());
    command.addAll(options.jvm());
    command.add("-Xlog:gc*,safepoint:file=" + gcLog + ":time");
    command.addAll(arguments);
    var process =
        ServerProcess.start(
            name + "-" + started, logs, Pinned.to(CORE, priority, command), Map.of());
    return RunningServer.listening(name, process, Optional.of(gcLog));
  }
}
