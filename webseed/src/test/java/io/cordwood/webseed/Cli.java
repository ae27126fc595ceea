package io.cordwood.webseed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program as people run it: a JVM with the jar. */
final class Cli {
  static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String JAR =
      Path.of("target", "cordwood-webseed.jar").toAbsolutePath().toString();

  private Cli() {}

  /** Runs a command to its end. */
  static Films.Run run(String... arguments) throws IOException, InterruptedException {
    return Films.run(command(arguments));
  }

  /**
   * Starts a command; its two outputs together. Ctrl-C reaches it even when the tests run in the
   * background, where shells have it ignored.
   */
  static Process start(String... arguments) throws IOException {
    var command = command(arguments);
    command.addAll(0, List.of("env", "--default-signal=INT"));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  static ArrayList<String> command(String... arguments) {
    var command = java(JAR);
    command.addAll(List.of(arguments));
    return command;
  }

  /** A program that is up as soon as it can be. */
  static ArrayList<String> java(String jar) {
    return new ArrayList<>(
        List.of(
            JAVA,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-Xlog:aot=off",
            "-XX:AOTCache=" + jar.replaceFirst("\\.jar$", ".aot"),
            "-jar",
            jar));
  }
}
