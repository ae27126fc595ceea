package io.cordwood.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cache that the build makes for the webseed (swarm/aot.sh). */
class AheadOfTimeIT {
  @Test
  void thisJvmTakesIt() throws IOException, InterruptedException {
    var command = Cli.command("--version");
    command.addAll(1, List.of("-XX:AOTMode=on"));

    var webseed = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(webseed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(webseed.waitFor()).as(said).isZero();
  }
}
