package io.cordwood.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cordwood.bench.harness.EngineStats;
import io.cordwood.bench.harness.ViewerReport;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudienceFiguresTest {
  @Test
  void copiesAreTheWebseedsBytesAndOffloadTheViewersBytes() {
    var first = report(stats(0, 1000), null, 0, true);
    var second = report(stats(750, 250), 120.0, 1, false);
    var figures = AudienceFigures.of(PlayerSystem.CORDWOOD, List.of(first, second), 1260, 1000, 9);
    assertThat(figures.copies()).isEqualTo(1.26);
    assertThat(figures.copiesByViewers()).isEqualTo(1.25);
    assertThat(figures.offload()).isEqualTo(0.375);
    assertThat(figures.ceiling()).isCloseTo(0.37, within(1e-9));
    assertThat(figures.firstPeerByteMs().median()).isEqualTo(120);
    assertThat(figures.stalls()).isEqualTo(1);
    assertThat(figures.unfed()).hasSize(1);
    assertThat(figures.stalledSeconds()).isEqualTo(1.5);
    assertThat(figures.cpuSecondsPerViewer()).isEqualTo(4.5);
    assertThat(figures.finished()).isEqualTo(1);
  }

  @Test
  void aPlayerWithoutCountersHasCopiesByTheWebseedOnly() {
    var figures =
        AudienceFigures.of(PlayerSystem.PLAIN, List.of(report(null, null, 0, true)), 1000, 1000, 9);
    assertThat(figures.copies()).isEqualTo(1);
    assertThat(figures.copiesByViewers()).isNaN();
    var none = Spread.of(List.of());
    var rounds = List.of(figures);
    assertThat(ViewersFigures.of(rounds, rounds, none, Spread.of(List.of(400.0))).json())
        .containsEntry("name", "plain")
        .containsEntry("farTtffMs", 400.0)
        .doesNotContainKey("copiesByViewers")
        .doesNotContainKey("firstPeerByteMs")
        .doesNotContainKey("ttffMs");
  }

  @Test
  void toldIsTheRoundWithTheMiddleNumberOfCopiesAndTheProcessorTimeBesideThatOfTheSameRound() {
    var plain = List.of(round(8000, 10), round(8000, 20), round(8000, 10));
    var ours = List.of(round(1500, 12), round(1300, 22), round(1400, 14));
    var none = Spread.of(List.of());
    var figures = ViewersFigures.of(ours, plain, none, none);
    assertThat(figures.audience()).isEqualTo(ours.getLast());
    assertThat(figures.cpuRatio()).isCloseTo(1.2, within(1e-9));
    assertThat(figures.json())
        .containsEntry("copies", 1.4)
        .containsEntry("copiesOfRounds", List.of(1.5, 1.3, 1.4));
    assertThat(ViewersFigures.of(ours, List.of(), none, none).cpuRatio()).isNaN();
  }

  private static AudienceFigures round(long sentBytes, double cpuSeconds) {
    var reports = List.of(report(stats(0, 1000), null, 0, true));
    return AudienceFigures.of(PlayerSystem.CORDWOOD, reports, sentBytes, 1000, cpuSeconds);
  }

  private static EngineStats stats(long fromPeers, long fromWebseeds) {
    return new EngineStats(1, fromPeers, fromWebseeds, 0, 0, 0, 0, 0, 0, 0, null, "open", null);
  }

  private static ViewerReport report(
      EngineStats stats, Double firstPeerByteMs, int stalls, boolean ended) {
    return new ViewerReport(
        300.0,
        stalls,
        unfed(stalls, stats),
        stalls * 1500,
        firstPeerByteMs,
        ended,
        false,
        96,
        96,
        null,
        96,
        480,
        0,
        List.of(),
        List.of(),
        stats);
  }

  private static List<ViewerReport.Unfed> unfed(int stalls, EngineStats stats) {
    return Collections.nCopies(stalls, new ViewerReport.Unfed(2000, 1.5, 1, 0, stats));
  }
}
