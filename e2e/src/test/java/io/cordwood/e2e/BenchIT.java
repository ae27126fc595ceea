package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.Viewers;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every benchmark runs, briefly. */
class BenchIT {
  private static final List<String> BRIEFLY =
      List.of(
          "--viewers",
          "2",
          "--apart",
          "1",
          "--starts",
          "2",
          "--rendition",
          "240p",
          "--segments",
          "5");

  @Test
  void viewersEndsWithOneLineOfJsonWhoseCountersAgree() throws JsonProcessingException {
    var systems = lastLine(BRIEFLY).get("systems");

    assertThat(systems).hasSize(2);
    var plain = systems.get(0);
    assertThat(plain.get("name").asText()).isEqualTo("plain");
    assertThat(plain.get("copies").asDouble()).isEqualTo(2, within(0.02));
    var cordwood = systems.get(1);
    assertThat(cordwood.get("name").asText()).isEqualTo("cordwood");
    var copies = cordwood.get("copies").asDouble();
    assertThat(cordwood.get("copiesByViewers").asDouble()).isEqualTo(copies, within(0.03 * copies));
    assertThat(systems)
        .allSatisfy(
            system -> {
              assertThat(system.get("finished").asInt()).isEqualTo(2);
              assertThat(system.get("starts").asInt()).isEqualTo(2);
              assertThat(system.get("ttffMs").asDouble()).isPositive();
            });
  }

  private static JsonNode lastLine(List<String> options) throws JsonProcessingException {
    var printed = new ByteArrayOutputStream();
    new Viewers().run(options, new PrintStream(printed, true, StandardCharsets.UTF_8));
    var lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    return new ObjectMapper().readTree(lines.getLast());
  }
}
