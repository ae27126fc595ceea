package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of others, each to its end and within two minutes. */
final class ForeignTools {
  private static final long TIMEOUT_SECONDS = 120;

  private ForeignTools() {}

  record Outcome(int exitCode, String output) {
    String valueAfter(String label) {
      return output
          .lines()
          .filter(line -> line.strip().startsWith(label))
          .map(line -> line.strip().substring(label.length()).strip())
          .findFirst()
          .orElseThrow(() -> new AssertionError("No '" + label + "' in: " + output));
    }
  }

  /** Fails when the programs are required (CORDWOOD_TOOLS=required), else skips the test. */
  static void missing(String sentence) {
    if ("required".equals(System.getenv("CORDWOOD_TOOLS"))) {
      fail(sentence);
    }
    abort(sentence);
  }

  static void require(String debianPackage, String... probe) {
    try {
      run(Path.of("."), List.of(probe));
    } catch (UncheckedIOException e) {
      missing("There is no " + probe[0] + ": install the Debian package " + debianPackage + ".");
    }
  }

  static Outcome run(Path folder, List<String> command) {
    try {
      var log = Files.createTempFile("cordwood-tool", ".log");
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        fail(command + " did not end within " + TIMEOUT_SECONDS + " s");
      }
      var output = Files.readString(log);
      Files.delete(log);
      return new Outcome(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
