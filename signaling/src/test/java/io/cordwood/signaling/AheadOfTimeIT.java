package io.cordwood.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cache that the build makes for the node (swarm/aot.sh). */
class AheadOfTimeIT {
  @Test
  void thisJvmTakesIt() throws IOException, InterruptedException {
    var command = new ArrayList<>(NodeProcess.java());
    command.addAll(List.of("-XX:AOTMode=on", "-cp", NodeProcess.JAR, "-version"));

    var java = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(java.waitFor()).as(said).isZero();
  }
}
