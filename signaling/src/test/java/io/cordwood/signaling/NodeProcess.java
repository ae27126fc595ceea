package io.cordwood.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The packaged node as a process of its own, on free ports. */
final class NodeProcess implements AutoCloseable {
  private static final long PATIENCE_S = 120;
  private static final String END = "end of the log";

  /** What is started. */
  static final String JAR = System.getProperty("cordwood.node.jar");

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> log = new ArrayList<>();

  /** A JVM that has the node up as soon as it can be. */
  static List<String> java() {
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-Xlog:aot=off",
        "-XX:AOTCache=" + JAR.replaceFirst("\\.jar$", ".aot"));
  }

  NodeProcess(Path data, Map<String, String> settings) throws IOException {
    var command = new ArrayList<>(java());
    command.addAll(List.of("-jar", JAR));
    var builder = new ProcessBuilder(command);
    var environment = new HashMap<String, String>();
    environment.put("CORDWOOD_DATA", data.toString());
    environment.put("CORDWOOD_HTTP_PORT", "0");
    environment.put("CORDWOOD_TRACKER_PORT", "0");
    environment.put("CORDWOOD_STUN_PORT", "0");
    environment.put("CORDWOOD_OPERATOR_KEY", NodeUnderTest.OPERATOR_KEY);
    environment.putAll(settings);
    builder.environment().putAll(environment);
    process = builder.redirectErrorStream(true).start();
    Thread.ofVirtual().start(this::read);
  }

  /** Waits until the node says where it listens. */
  URI address() throws InterruptedException {
    return URI.create(await("Node: "));
  }

  /** What follows {@code mark} in the first line that has it, of those not read yet. */
  String await(String mark) throws InterruptedException {
    while (true) {
      var line = lines.poll(PATIENCE_S, TimeUnit.SECONDS);
      if (line == null || line.equals(END)) {
        throw new AssertionError("The node did not say \"" + mark + "\": " + log);
      }
      log.add(line);
      if (line.contains(mark)) {
        return line.substring(line.indexOf(mark) + mark.length());
      }
    }
  }

  /** Asks it to stop, as a service manager does. */
  void terminate() {
    process.destroy();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      throw new AssertionError("The node does not end: " + log);
    }
    return process.exitValue();
  }

  /** All it said, once it has ended. */
  List<String> log() throws InterruptedException {
    exitCode();
    for (var line = lines.take(); !line.equals(END); line = lines.take()) {
      log.add(line);
    }
    lines.add(END);
    return log;
  }

  /** All it said that is no plain information is one sentence, with this in it. */
  void assertOneSentence(String part) throws InterruptedException {
    assertThat(log())
        .filteredOn(line -> !line.contains(" INFO "))
        .singleElement()
        .satisfies(line -> assertThat(line).contains(part).endsWith("."));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private void read() {
    try (BufferedReader reader = process.inputReader()) {
      reader.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException e) {
      lines.add(e.toString());
    }
    lines.add(END);
  }
}
