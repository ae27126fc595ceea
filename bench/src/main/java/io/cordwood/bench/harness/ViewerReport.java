package io.cordwood.bench.harness;

import java.util.List;

/**
 * What a page's watcher saw. {@code stats} is null for a player that counts nothing and after its
 * end. Milliseconds count from when the page was asked for, but those of the latency from when what
 * is shown was recorded; it is null where the playlist does not say when. In unfed stalls nothing
 * lay before the playhead; in others the machine was too slow to show what did.
 */
public record ViewerReport(
    Double firstFrameMs,
    int stalls,
    List<Unfed> unfed,
    double stalledMs,
    Double firstPeerByteMs,
    boolean ended,
    boolean paused,
    double currentSeconds,
    double durationSeconds,
    Double latencyMs,
    double bufferedUntilSeconds,
    int height,
    int droppedFrames,
    List<String> failures,
    List<SegmentReport> segments,
    EngineStats stats) {

  /**
   * How things stood when a player had nothing to show; {@code longestTaskMs} is of the page's
   * tasks in the five seconds before, 0 when none took 50.
   */
  public record Unfed(
      double atMs, double currentSeconds, int segments, double longestTaskMs, EngineStats stats) {}

  /** A segment as it was handed to the player; the digest is 64 hex digits. */
  public record SegmentReport(String url, long bytes, long bytesFromPeers, String sha256) {}
}
