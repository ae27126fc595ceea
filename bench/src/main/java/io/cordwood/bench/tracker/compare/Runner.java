package io.cordwood.bench.tracker.compare;

import io.cordwood.bench.harness.Pinned.Priority;
import io.cordwood.bench.tracker.load.GeneratorOptions;
import io.cordwood.bench.tracker.load.GeneratorOptions.Mode;

/** Makes single measurements: server fresh, load, both gone. */
final class Runner {
  private final Servers servers;
  private final Options options;

  Runner(Servers servers, Options options) {
    this.servers = servers;
    this.options = options;
  }

  Run throughput(Options.Tracker system, int connections) {
    return run(system, connections, Mode.THROUGHPUT, 0);
  }

  Run latency(Options.Tracker system, int connections, double rate) {
    return run(system, connections, Mode.LATENCY, rate);
  }

  private Run run(Options.Tracker system, int connections, Mode mode, double rate) {
    var priority = mode == Mode.LATENCY ? Priority.FIRST : Priority.USUAL;
    try (var server = servers.start(system, priority);
        var load = GeneratorProcess.start(order(server, connections, mode, rate), priority)) {
      var result = load.result(server.name());
      var gc =
          server
              .gcLog()
              .map(
                  log ->
                      GcPauses.of(log, result.get("fromMs").asLong(), result.get("toMs").asLong()));
      return new Run(server.name(), connections, result, gc, server.stat().residentBytes());
    }
  }

  private GeneratorOptions order(RunningServer server, int connections, Mode mode, double rate) {
    return new GeneratorOptions(
        mode,
        server.port(),
        server.process().pid(),
        Servers.CORE,
        connections,
        options.swarmsOf(connections),
        options.warmup(),
        options.seconds(),
        rate,
        options.atOnceOf(connections));
  }
}
