package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.Benchmark;
import io.cordwood.bench.Live;
import io.cordwood.bench.TrackerConformance;
import io.cordwood.bench.TrackerLoad;
import io.cordwood.bench.Viewers;
import io.cordwood.bench.harness.PublicTracker;
import io.cordwood.bench.harness.Repository;
import io.cordwood.bench.harness.Scratch;
import io.cordwood.bench.stun.Stun;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every benchmark runs, briefly. */
class BenchIT {
  private static final List<String> BRIEFLY =
      words("--viewers 2 --apart 1 --starts 1 --rendition 240p --seconds 6");

  @Test
  void viewersEndsWithOneLineOfJsonWhoseCountersAgree() throws JsonProcessingException {
    var systems = lastLine(BRIEFLY).get("systems");

    assertThat(systems).hasSize(3);
    var plain = systems.get(0);
    assertThat(plain.get("name").asText()).isEqualTo("plain");
    assertThat(plain.get("copies").asDouble()).isEqualTo(2, within(0.02));
    assertThat(systems.get(1).get("name").asText()).isEqualTo("p2p-media-loader");
    var cordwood = systems.get(2);
    assertThat(cordwood.get("name").asText()).isEqualTo("cordwood");
    var copies = cordwood.get("copies").asDouble();
    assertThat(cordwood.get("copiesByViewers").asDouble()).isEqualTo(copies, within(0.03 * copies));
    assertThat(systems)
        .allSatisfy(
            system -> {
              assertThat(system.get("finished").asInt()).isEqualTo(2);
              assertThat(system.get("cpuSecondsPerViewer").asDouble()).isPositive();
              assertThat(system.get("starts").asInt()).isEqualTo(1);
              assertThat(system.get("ttffMs").asDouble()).isPositive();
              assertThat(system.get("farTtffMs").asDouble())
                  .as("a first frame that far away")
                  .isGreaterThan(4 * 50);
            });
  }

  @Test
  void viewersOfAChannelAreCountedFromWhenTheyHaveCaughtUp() throws JsonProcessingException {
    var systems =
        lastLine(new Live(), words("--only cordwood --viewers 2 --rendition 240p --seconds 8"))
            .get("systems");

    assertThat(systems).hasSize(1);
    var cordwood = systems.get(0);
    assertThat(cordwood.get("copies").asDouble()).isPositive();
    assertThat(cordwood.get("offload").asDouble()).isPositive();
    assertThat(cordwood.get("latencyMs").asDouble()).isBetween(500.0, 60_000.0);
    assertThat(cordwood.get("playlistBytesPerViewer").asDouble()).isNotNegative();
  }

  @Test
  void ourTrackerDoesRightInEveryCaseOfTheConformanceSuite() throws Exception {
    try (var scratch = Scratch.make("cordwood-conformance");
        var tracker = PublicTracker.start(Repository.find(), scratch.folder())) {
      var seen =
          lastLine(new TrackerConformance(), List.of(tracker.url().toString(), "--patience", "30"));

      var ours = seen.get("systems").get(0);
      assertThat(ours.get("cases"))
          .allSatisfy(
              each ->
                  assertThat(each.get("verdict").asText())
                      .as(each.get("id").asText() + ": " + each.get("seen").asText())
                      .isNotEqualTo("fail"));
      assertThat(ours.get("passed").asInt()).isEqualTo(66);
    }
  }

  @Test
  void theConformanceSuiteFindsWhatNpmsTrackerDoesWrong() throws JsonProcessingException {
    var seen =
        lastLine(new TrackerConformance(), words("--peer bittorrent-tracker --only ENC-1,ENC-4"));

    var cases = seen.get("systems").get(0).get("cases");
    assertThat(cases).extracting(each -> each.get("verdict").asText()).contains("pass", "fail");
  }

  @Test
  void trackersAreComparedAndEverythingThatArrivesIsRight() throws JsonProcessingException {
    var systems =
        lastLine(
                new TrackerLoad(),
                words("--connections 24 --swarms 1 --seconds 1 --warmup 2 --rounds 1"))
            .get("systems");

    assertThat(systems)
        .extracting(system -> system.get("name").asText())
        .containsExactly("cordwood", "bittorrent-tracker");
    assertThat(systems.findValues("wrong")).isNotEmpty().allSatisfy(w -> assertThat(w).isEmpty());
    assertThat(systems.findValues("messagesFromServer"))
        .isNotEmpty()
        .allSatisfy(count -> assertThat(count.asLong()).isPositive());
  }

  @Test
  void whatAPeerCostsIsComparedWithABareConnection() throws JsonProcessingException {
    var seen = lastLine(new TrackerLoad(), words("--only memory --peers 200"));

    assertThat(seen.get("systems"))
        .extracting(system -> system.get("name").asText())
        .containsExactlyInAnyOrder("bare-jetty", "cordwood");
    assertThat(seen.findValues("bytesOfPeer"))
        .hasSize(2)
        .allSatisfy(bytes -> assertThat(bytes.asDouble()).isPositive());
  }

  @Test
  void stunServersAreComparedAndEveryAnswerIsRight() throws JsonProcessingException {
    var seen = lastLine(new Stun(), words("--seconds 1 --warmup 1 --rounds 1 --rate 2000"));

    assertThat(seen.get("systems")).hasSize(2);
    assertThat(seen.findValues("answersPerSecond"))
        .isNotEmpty()
        .allSatisfy(rate -> assertThat(rate.asDouble()).isPositive());
  }

  private static List<String> words(String options) {
    return List.of(options.split(" "));
  }

  private static JsonNode lastLine(List<String> options) throws JsonProcessingException {
    return lastLine(new Viewers(), options);
  }

  private static JsonNode lastLine(Benchmark benchmark, List<String> options)
      throws JsonProcessingException {
    var printed = new ByteArrayOutputStream();
    benchmark.run(options, new PrintStream(printed, true, StandardCharsets.UTF_8));
    var lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
    return new ObjectMapper().readTree(lines.getLast());
  }
}
