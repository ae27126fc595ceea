package io.cordwood.bench.tracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.tracker.conformance.Report.Played;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Case FIRST = Case.of("ANN-1", "a reply is whole", stage -> {});
  private static final Case SECOND = Case.slow("SOCK-8", "an idle socket is pinged", stage -> {});

  private static final Played GOOD =
      new Played(
          "good",
          List.of(
              new Result(FIRST, Verdict.PASS, ""), new Result(SECOND, Verdict.SKIP, "minutes")));
  private static final Played BAD =
      new Played(
          "bad",
          List.of(
              new Result(FIRST, Verdict.FAIL, "silence"),
              new Result(SECOND, Verdict.SKIP, "minutes")));

  @Test
  void aTableOfOneTrackerHasALineACase() {
    assertThat(Report.table(List.of(BAD)).lines())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).matches("ANN-1 +fail +a reply is whole +silence"))
        .anySatisfy(line -> assertThat(line).matches("SOCK-8 +skip +an idle .* pinged +minutes"));
  }

  @Test
  void aTableOfTwoTrackersSaysWhichOneWasSeenToFail() {
    assertThat(Report.table(List.of(GOOD, BAD)).lines())
        .anySatisfy(line -> assertThat(line).matches("id +good +bad +what must be .*"))
        .anySatisfy(
            line -> assertThat(line).matches("ANN-1 +pass +fail +a reply is whole +bad: silence"));
  }

  @Test
  void theSummaryCounts() {
    assertThat(Report.summary(List.of(BAD)).strip()).isEqualTo("0 passed, 1 failed, 1 skipped");
    assertThat(Report.summary(List.of(GOOD, BAD)).lines())
        .containsExactly(
            "good: 1 passed, 0 failed, 1 skipped", "bad: 0 passed, 1 failed, 1 skipped");
  }

  @Test
  void theJsonIsOneLineWithEveryCase() throws JsonProcessingException {
    var line = Report.json(List.of(GOOD, BAD));
    assertThat(line).doesNotContain("\n");
    var bad = new ObjectMapper().readTree(line).path("systems").path(1);
    assertThat(bad.path("name").asText()).isEqualTo("bad");
    assertThat(bad.path("passed").asInt()).isZero();
    assertThat(bad.path("failed").asInt()).isEqualTo(1);
    assertThat(bad.path("cases")).hasSize(2);
    assertThat(bad.path("cases").path(0).path("verdict").asText()).isEqualTo("fail");
    assertThat(bad.path("cases").path(0).path("seen").asText()).isEqualTo("silence");
  }
}
