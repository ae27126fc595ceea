package io.cordwood.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.EngineStats;
import io.cordwood.bench.harness.ViewerReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveFiguresTest {
  @Test
  void onlyWhatCameWhileItCountedIsCountedAndAllStallsAre() {
    var before = List.of(report(stats(500, 4000, 100), 0), report(stats(0, 0, 0), 1));
    var after = List.of(report(stats(1250, 4250, 700), 0), report(stats(1000, 0, 0), 2));
    var latencies = List.of(6100.0, 6300.0, 6200.0);

    var figures = LiveFigures.of(PlayerSystem.CORDWOOD, before, after, 1.1, latencies, 9);

    assertThat(figures.offload()).isEqualTo(1750.0 / 2000);
    assertThat(figures.stalls()).isEqualTo(2);
    assertThat(figures.stalledSeconds()).isEqualTo(3);
    assertThat(figures.playlistBytes()).isEqualTo(300);
    assertThat(figures.json())
        .containsEntry("copies", 1.1)
        .containsEntry("offload", 0.875)
        .containsEntry("latencyMs", 6200.0)
        .containsEntry("cpuSecondsPerViewer", 4.5);
  }

  @Test
  void aPlayerThatCountsNothingHasNoOffloadAndSaysNothingOfPlaylists() {
    var reports = List.of(report(null, 0));
    var figures = LiveFigures.of(PlayerSystem.PLAIN, reports, reports, 8, List.of(), 9);
    assertThat(figures.offload()).isZero();
    assertThat(figures.json())
        .containsEntry("copies", 8.0)
        .doesNotContainKeys("latencyMs", "playlistBytesPerViewer");
  }

  private static EngineStats stats(long fromPeers, long fromWebseeds, long playlistBytes) {
    return new EngineStats(
        1, fromPeers, fromWebseeds, 0, playlistBytes, 0, 0, 0, 0, 0, null, "open", null);
  }

  private static ViewerReport report(EngineStats stats, int stalls) {
    return new ViewerReport(
        300.0,
        stalls,
        List.of(),
        stalls * 1500,
        null,
        false,
        false,
        96,
        0,
        6000.0,
        96,
        480,
        0,
        List.of(),
        List.of(),
        stats);
  }
}
