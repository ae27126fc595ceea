package io.cordwood.webseed.publish.hls;

import io.cordwood.webseed.publish.mp4.SegmentCut;
import java.time.Duration;
import java.util.List;

/**
 * A rendition that was just encoded.
 *
 * @param name its folder
 * @param width pixels
 * @param height pixels
 * @param framesPerSecond constant
 * @param codecs as RFC 6381 writes them
 * @param segments in playing order, at least one
 */
public record MadeRendition(
    String name,
    int width,
    int height,
    double framesPerSecond,
    List<String> codecs,
    List<SegmentCut> segments) {
  private static final double BITS_TIMES_US = 8_000_000;

  /** The file name of a segment, counted from 0; names in byte order are in playing order. */
  public String segmentName(int index) {
    int digits = Math.max(4, Integer.toString(segments.size()).length());
    return ("seg-%0" + digits + "d.m4s").formatted(index + 1);
  }

  /** How long it plays. */
  public Duration duration() {
    return Duration.ofNanos(durationUs() * 1000);
  }

  /** The highest rate of a segment (RFC 8216 §4.3.4.2). */
  long peakBitsPerSecond() {
    return segments.stream()
        .mapToLong(cut -> rate(cut.bytes(), cut.durationUs()))
        .max()
        .orElseThrow();
  }

  long averageBitsPerSecond() {
    return rate(segments.stream().mapToLong(SegmentCut::bytes).sum(), durationUs());
  }

  private long durationUs() {
    return segments.stream().mapToLong(SegmentCut::durationUs).sum();
  }

  private static long rate(long bytes, long durationUs) {
    return (long) Math.ceil(bytes * BITS_TIMES_US / Math.max(1, durationUs));
  }
}
