package io.cordwood.webseed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A packaged server as a process of its own, whose log says where it listens. */
final class ServerUnderTest implements AutoCloseable {
  private static final Pattern NODE = Pattern.compile("Node: (http://\\S+[0-9])");
  private static final Pattern SERVING = Pattern.compile("Serving .* as (http://\\S+)");

  private final Process process;
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<URI> address = new CompletableFuture<>();

  private ServerUnderTest(ProcessBuilder builder, Map<String, String> environment, Pattern mark)
      throws IOException {
    builder.environment().putAll(environment);
    process = builder.redirectErrorStream(true).start();
    Thread.ofVirtual().start(() -> read(mark));
  }

  private void read(Pattern mark) {
    try (var lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        var found = mark.matcher(line);
        if (found.find()) {
          address.complete(URI.create(found.group(1)));
        }
      }
    } catch (IOException e) {
      log.add(e.toString());
    }
    address.completeExceptionally(new IOException("It ended: " + log));
  }

  /** A node with the operator key {@code secret}. */
  static ServerUnderTest node(Path data, String lease) throws IOException {
    var command = Cli.java(System.getProperty("cordwood.node.jar"));
    return new ServerUnderTest(
        new ProcessBuilder(command),
        Map.of(
            "CORDWOOD_DATA", data.toString(),
            "CORDWOOD_HTTP_PORT", "0",
            "CORDWOOD_HTTP_HOST", "127.0.0.1",
            "CORDWOOD_TRACKER_PORT", "0",
            "CORDWOOD_STUN_PORT", "0",
            "CORDWOOD_LIVE_LEASE", lease,
            "CORDWOOD_OPERATOR_KEY", "secret"),
        NODE);
  }

  /** A webseed of that node. */
  static ServerUnderTest webseed(Path data, String id, int port, URI node) throws IOException {
    var command =
        Cli.command(
            "serve",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--url",
            "http://127.0.0.1:" + port,
            "--id",
            id,
            "--data",
            data.toString(),
            "--node",
            node.toString());
    return new ServerUnderTest(
        new ProcessBuilder(command), Map.of("CORDWOOD_OPERATOR_KEY", "secret"), SERVING);
  }

  URI address() throws Exception {
    return address.get(2, TimeUnit.MINUTES);
  }

  String log() {
    return String.join("\n", log);
  }

  /** As a machine that loses its power. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
