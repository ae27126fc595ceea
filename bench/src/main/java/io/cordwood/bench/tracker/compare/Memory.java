package io.cordwood.bench.tracker.compare;

import io.cordwood.bench.harness.Pinned.Priority;
import io.cordwood.bench.tracker.load.GeneratorOptions;
import io.cordwood.bench.tracker.load.GeneratorOptions.Mode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the peers of a server on the JVM cost it.
 *
 * @param system its name
 * @param peers that were there, had announced and answered
 * @param emptyBytes live heap when some peers had been there and were gone
 * @param fullBytes live heap with all of them
 * @param residentBytes of the process with all of them
 */
record Memory(String system, int peers, long emptyBytes, long fullBytes, long residentBytes) {
  private static final int FIRST_PEERS = 200;

  /** Measures a server that was started for it, and ends it. */
  static Memory of(RunningServer started, Options options, Mode mode) {
    try (var server = started) {
      var pid = server.process().pid();
      try (var some = GeneratorProcess.start(order(server, mode, FIRST_PEERS, 1), Priority.USUAL)) {
        some.result(server.name());
      }
      var empty = LiveHeap.bytes(pid);
      try (var all =
          GeneratorProcess.start(
              order(server, mode, options.peers(), options.swarmsOf(options.peers())),
              Priority.USUAL)) {
        all.result(server.name());
        var full = LiveHeap.bytes(pid);
        return new Memory(
            server.name(), options.peers(), empty, full, server.stat().residentBytes());
      }
    }
  }

  double bytesOfPeer() {
    return (fullBytes - emptyBytes) / (double) peers;
  }

  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("peers", peers);
    json.put("bytesOfPeer", Math.round(bytesOfPeer()));
    json.put("emptyBytes", emptyBytes);
    json.put("fullBytes", fullBytes);
    json.put("residentBytes", residentBytes);
    return json;
  }

  private static GeneratorOptions order(RunningServer server, Mode mode, int peers, int swarms) {
    return new GeneratorOptions(
        mode, server.port(), server.process().pid(), Servers.CORE, peers, swarms, 0, 0, 0, 0);
  }
}
