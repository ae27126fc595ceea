package io.cordwood.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A program in a process of its own, with its output in a file. Started, then perhaps stopped or
 * killed; it never outlives this JVM. Not thread-safe.
 */
public final class ServerProcess implements AutoCloseable {
  private static final Duration STOPPING = Duration.ofSeconds(10);
  private static final int LAST_LINES = 60;

  private final String name;
  private final Path log;
  private final Process process;
  private final Thread atExit;

  private ServerProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.atExit = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts a jar with this JVM's own java; output goes to {@code name.log} in {@code folder}. */
  public static ServerProcess startJar(
      String name, Path folder, Path jar, Map<String, String> environment, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Xmx384m");
    // The cache that its build has made, if it has.
    command.add("-Xlog:aot=off");
    command.add("-XX:AOTCache=" + jar.toString().replaceFirst("\\.jar$", ".aot"));
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(arguments);
    return start(name, folder, command, environment);
  }

  /** Starts any program; output goes to {@code name.log} in {@code folder}. */
  public static ServerProcess start(
      String name, Path folder, List<String> command, Map<String, String> environment) {
    try {
      var log = Files.createDirectories(folder).resolve(name + ".log");
      var builder =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      return new ServerProcess(name, log, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns when {@code address} answers 200; throws with the log's end when it does not, or the
   * process ends before.
   */
  public void awaitAnswer(URI address, Duration limit) {
    var answered = Await.within(limit, () -> !alive() || Http.answers(address));
    if (!answered || !alive()) {
      throw new IllegalStateException(name + " did not answer at " + address + ":\n" + logEnd());
    }
  }

  /**
   * Returns the first group of {@code line} when the program has printed a line with it; throws
   * with the log's end when it does not within the limit, or the process ends before.
   */
  public String awaitLine(Pattern line, Duration limit) {
    Await.within(limit, () -> !alive() || line.matcher(output()).find());
    var found = line.matcher(output());
    if (!found.find()) {
      throw new IllegalStateException(name + " did not start:\n" + logEnd());
    }
    return found.group(1);
  }

  /** Waits for a program that ends by itself; throws with the log's end unless it ended well. */
  public void awaitSuccess(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(name + " failed:\n" + logEnd());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      kill();
    }
  }

  /** The process's number; what taskset starts keeps taskset's. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Ends the process without a word to it, as a power cut would, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    gone();
  }

  /** Asks the process to end (SIGTERM), and kills it when it does not within 10 s. */
  @Override
  public void close() {
    process.destroy();
    if (!Await.within(STOPPING, () -> !alive())) {
      process.destroyForcibly();
    }
    gone();
  }

  /** The name it was started under. */
  public String name() {
    return name;
  }

  /** The last lines of its output. */
  public String logEnd() {
    try {
      var lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  private String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void gone() {
    Await.within(STOPPING, () -> !alive());
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending and the hook runs anyway.
    }
  }
}
