package io.cordwood.bench.tracker.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.harness.Pinned;
import io.cordwood.bench.harness.Pinned.Priority;
import io.cordwood.bench.tracker.load.Generator;
import io.cordwood.bench.tracker.load.GeneratorOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The load in a JVM of its own, pinned to {@link #CORE}. It ends with {@link #close}. */
final class GeneratorProcess implements AutoCloseable {
  /** Where the load runs. */
  static final int CORE = 1;

  private final Process process;
  private final BufferedReader output;
  private final Thread atExit;

  private GeneratorProcess(Process process) {
    this.process = process;
    this.output = process.inputReader();
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  static GeneratorProcess start(GeneratorOptions options, Priority priority) {
    var command =
        new ArrayList<>(
            List.of(
                Jvm.java(),
                "-Xms1g",
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                Jvm.classPath(),
                Generator.class.getName()));
    command.addAll(options.words());
    try {
      var builder = new ProcessBuilder(Pinned.to(CORE, priority, command));
      return new GeneratorProcess(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for what it measured. Throws {@link IllegalStateException} when it failed, or when what
   * arrived was wrong.
   */
  JsonNode result(String system) {
    try {
      var line = output.readLine();
      if (line == null) {
        throw new IllegalStateException("the load on " + system + " ended without a word");
      }
      var json = new ObjectMapper().readTree(line);
      if (json.has("failed")) {
        throw new IllegalStateException(
            "the load on " + system + " failed: " + json.get("failed").asText());
      }
      if (!json.get("wrong").isEmpty()) {
        throw new IllegalStateException(
            "what arrived from %s was wrong: %s; %s"
                .formatted(system, json.get("wrong"), json.get("examples")));
      }
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      // The JVM is ending and the hook runs anyway.
    }
  }
}
