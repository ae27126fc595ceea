package io.cordwood.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Films made by ffmpeg's generators, and other programs that stand beside it. */
final class Films {
  private Films() {}

  /** What a program printed and how it ended. */
  record Run(int exitCode, String output) {}

  /**
   * Goes on only where the programs are there; with {@code CORDWOOD_TOOLS=required} one that is
   * missing is a failure.
   */
  static void need(String... programs) {
    for (String program : programs) {
      boolean there = isThere(program);
      if ("required".equals(System.getenv("CORDWOOD_TOOLS"))) {
        assertThat(there).as("%s is installed", program).isTrue();
      }
      Assumptions.assumeTrue(there, program + " is not installed");
    }
  }

  private static boolean isThere(String program) {
    for (String folder : System.getenv("PATH").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }

  /** Makes {@code file} from ffmpeg arguments that stand between {@code -y} and the output. */
  static Path make(Path file, String arguments) throws Exception {
    var command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-y"));
    command.addAll(List.of(arguments.split(" ")));
    command.add(file.toString());
    assertThat(run(command)).isEqualTo(new Run(0, ""));
    return file;
  }

  /** Runs a program to its end, its two outputs together. */
  static Run run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), output);
  }
}
