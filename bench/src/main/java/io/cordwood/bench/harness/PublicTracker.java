package io.cordwood.bench.harness;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Our tracker by itself, for any swarm, in a process of its own on a free loopback port. */
public final class PublicTracker implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);

  private final int port;
  private final ServerProcess process;

  private PublicTracker(int port, ServerProcess process) {
    this.port = port;
    this.process = process;
  }

  /** Starts it with its log in {@code folder}, and returns when it answers. */
  public static PublicTracker start(Repository repository, Path folder) {
    return start(repository, folder, Distance.none());
  }

  /** The same at a distance from its clients. */
  public static PublicTracker start(Repository repository, Path folder, Distance distance) {
    int port = Ports.free();
    var arguments = List.of("--host", "127.0.0.1", "--port", Integer.toString(port));
    var process =
        ServerProcess.startJar("tracker", folder, repository.tracker(), Map.of(), arguments);
    process.awaitAnswer(URI.create("http://127.0.0.1:" + port + "/health"), START);
    return new PublicTracker(distance.to(port), process);
  }

  /** Where clients announce. */
  public URI url() {
    return URI.create("ws://127.0.0.1:" + port);
  }

  /** What it counted and the last lines of its output. */
  public String log() {
    return Http.get(URI.create("http://127.0.0.1:" + port + "/metrics")).body() + process.logEnd();
  }

  @Override
  public void close() {
    process.close();
  }
}
