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
 * @param firstPeerByteMs from an engine's start to the first byte of a peer, median of those who
 *     got one; NaN for none
 * @param stalls of all viewers, after their first frame
 * @param finished viewers who saw the end
 */
record AudienceFigures(
    PlayerSystem system,
    int viewers,
    double copies,
    double copiesByViewers,
    double offload,
    double firstPeerByteMs,
    int stalls,
    int finished,
    int droppedFrames) {

  static AudienceFigures of(
      PlayerSystem system, List<ViewerReport> reports, long sentBytes, long filmBytes) {
    var stats = reports.stream().map(ViewerReport::stats).filter(Objects::nonNull).toList();
    var fromPeers = stats.stream().mapToLong(EngineStats::bytesFromPeers).sum();
    var fromWebseeds = stats.stream().mapToLong(EngineStats::bytesFromWebseeds).sum();
    var all = fromPeers + fromWebseeds;
    var first = stats.stream().map(EngineStats::firstPeerByteMs).filter(Objects::nonNull).toList();
    return new AudienceFigures(
        system,
        reports.size(),
        (double) sentBytes / filmBytes,
        stats.isEmpty() ? Double.NaN : (double) fromWebseeds / filmBytes,
        all == 0 ? 0 : (double) fromPeers / all,
        Spread.of(first).median(),
        reports.stream().mapToInt(ViewerReport::stalls).sum(),
        (int) reports.stream().filter(ViewerReport::ended).count(),
        reports.stream().mapToInt(ViewerReport::droppedFrames).sum());
  }
}
