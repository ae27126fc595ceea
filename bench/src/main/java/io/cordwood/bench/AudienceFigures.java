package io.cordwood.bench;

import io.cordwood.bench.harness.EngineStats;
import io.cordwood.bench.harness.ViewerReport;
import java.util.List;
import java.util.Objects;

/**
 * What an audience cost and saw.
 *
 * @param copies media bytes that the webseed sent, per its own counter, ÷ media bytes of the
 *     rendition
 * @param copiesByViewers the same from the viewers' counters; NaN where the player has none
 * @param offload bytes from peers ÷ all media bytes received, per the viewers' counters; 0 where
 *     the player has none
 * @param firstPeerByteMs from asking for the page to the first byte of a peer, of those who got one
 * @param stalls of all viewers, after their first frame
 * @param unfed those of them in which nothing lay before the playhead
 * @param stalledSeconds how long all of them lasted together
 * @param finished viewers who saw the end
 * @param cpuSecondsPerViewer processor time of all the browser's processes ÷ viewers
 */
record AudienceFigures(
    PlayerSystem system,
    int viewers,
    double copies,
    double copiesByViewers,
    double offload,
    Spread firstPeerByteMs,
    int stalls,
    List<ViewerReport.Unfed> unfed,
    double stalledSeconds,
    int finished,
    int droppedFrames,
    double cpuSecondsPerViewer) {

  static AudienceFigures of(
      PlayerSystem system,
      List<ViewerReport> reports,
      long sentBytes,
      long filmBytes,
      double cpuSeconds) {
    var stats = reports.stream().map(ViewerReport::stats).filter(Objects::nonNull).toList();
    var fromPeers = stats.stream().mapToLong(EngineStats::bytesFromPeers).sum();
    var fromWebseeds = stats.stream().mapToLong(EngineStats::bytesFromWebseeds).sum();
    var all = fromPeers + fromWebseeds;
    var first =
        reports.stream().map(ViewerReport::firstPeerByteMs).filter(Objects::nonNull).toList();
    return new AudienceFigures(
        system,
        reports.size(),
        (double) sentBytes / filmBytes,
        stats.isEmpty() ? Double.NaN : (double) fromWebseeds / filmBytes,
        all == 0 ? 0 : (double) fromPeers / all,
        Spread.of(first),
        reports.stream().mapToInt(ViewerReport::stalls).sum(),
        reports.stream().flatMap(report -> report.unfed().stream()).toList(),
        reports.stream().mapToDouble(ViewerReport::stalledMs).sum() / 1000,
        (int) reports.stream().filter(ViewerReport::ended).count(),
        reports.stream().mapToInt(ViewerReport::droppedFrames).sum(),
        cpuSeconds / reports.size());
  }

  /** The offload of an audience that gets all else from peers and nothing twice. */
  double ceiling() {
    return Math.max(0, 1 - copies / viewers);
  }
}
