package io.cordwood.webseed.publish.hls;

import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.RenditionName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A whole HLS package, every file of it found.
 *
 * @param master the master playlist
 * @param poster a picture that stands for the title
 * @param renditions in the master playlist's order
 * @param shared files of no single rendition, the master playlist and the poster among them
 */
public record HlsPackage(
    ContentPath master,
    Optional<ContentPath> poster,
    List<Rendition> renditions,
    Set<ContentPath> shared) {
  /**
   * A rendition.
   *
   * @param bandwidth bits per second as the master playlist says; 0 for other sound and subtitles
   * @param codecs as the master playlist says
   * @param segments in playing order
   * @param others its playlist, init segments and keys
   */
  public record Rendition(
      RenditionName name,
      long bandwidth,
      int width,
      int height,
      String codecs,
      List<Segment> segments,
      Set<ContentPath> others) {
    /** How long it plays. */
    public long durationMs() {
      return segments.stream().mapToLong(Segment::durationMs).sum();
    }
  }

  /**
   * A segment.
   *
   * @param lines of its playlist, verbatim, joined by line feeds, the URI last
   */
  public record Segment(ContentPath uri, int durationMs, String lines) {}

  /** How long the longest rendition plays. */
  public long durationMs() {
    return renditions.stream().mapToLong(Rendition::durationMs).max().orElse(0);
  }
}
