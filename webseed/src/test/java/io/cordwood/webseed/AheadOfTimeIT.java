package io.cordwood.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cache that the build makes for the webseed (swarm/aot.sh). */
class AheadOfTimeIT {
  @Test
  void thisJvmTakesIt() throws IOException, InterruptedException {
    var command = Cli.command("--version");
    command.addAll(1, List.of("-XX:AOTMode=on"));

    var run = Films.run(command);

    assertThat(run.exitCode()).as(run.output()).isZero();
  }
}
