package io.cordwood.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.harness.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * A stock client of the tracker in a process of Node (node-client.js). A thread reads what it
 * prints; the last line is its report. It ends with {@link #close}, and with this JVM.
 */
final class NodeClient implements AutoCloseable {
  private static final Path SCRIPT = Path.of("peers", "node-client.js").toAbsolutePath();
  private static final Duration ENDING = Duration.ofSeconds(5);

  /**
   * What has become of it: peer ids that it is connected to, the digests of what it sent and of
   * what it heard whole, 64 hex digits each.
   */
  record Report(
      Integer complete,
      Integer incomplete,
      List<String> connected,
      List<String> sent,
      List<String> heard,
      List<String> warnings,
      List<String> failures) {}

  private final Process process;
  private volatile String lastLine = "";

  private NodeClient(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::read);
  }

  /** Starts a client of a title's swarm; a seeder has nothing left. */
  static NodeClient start(TorrentFile torrent, String peer, long left) {
    var tracker = torrent.announce().toString();
    var command =
        List.of("node", SCRIPT.toString(), tracker, torrent.swarm(), peer, Long.toString(left));
    try {
      return new NodeClient(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the report satisfies {@code condition}; the error says how things stood. */
  Report await(String what, Duration limit, Predicate<Report> condition) {
    Await.until(
        () -> "the client " + what + "; last line: " + lastLine,
        limit,
        () -> lastLine.startsWith("{") && condition.test(report()));
    return report();
  }

  @Override
  public void close() {
    process.destroy();
    if (!Await.within(ENDING, () -> !process.isAlive())) {
      process.destroyForcibly();
    }
  }

  private Report report() {
    try {
      return new ObjectMapper().readValue(lastLine, Report.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(lastLine, e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        lastLine = line;
      }
    } catch (IOException e) {
      lastLine = e.toString();
    }
  }
}
