package io.cordwood.bench.tracker.compare;

import io.cordwood.bench.harness.ProcStat;
import io.cordwood.bench.harness.ServerProcess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server alone on its core, that has printed its address.
 *
 * @param name of the system
 * @param process of the server
 * @param port on 127.0.0.1
 * @param gcLog of a server on the JVM
 */
record RunningServer(String name, ServerProcess process, int port, Optional<Path> gcLog)
    implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("listens on (ws://\\S+)");
  private static final Duration STARTING = Duration.ofSeconds(30);

  /** Waits for its address; ends it when it does not come. */
  static RunningServer listening(String name, ServerProcess process, Optional<Path> gcLog) {
    try {
      var port = URI.create(process.awaitLine(ADDRESS, STARTING)).getPort();
      return new RunningServer(name, process, port, gcLog);
    } catch (RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Its processor time and memory. */
  ProcStat stat() {
    return new ProcStat(process.pid());
  }

  @Override
  public void close() {
    process.close();
  }
}
