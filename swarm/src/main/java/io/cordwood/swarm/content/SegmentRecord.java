package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A record: what is known of one file of a title, a media segment or another (PROTOCOL §2.1).
 * Immutable and valid.
 *
 * @param rendition whose segment it is; empty for files shared by all
 * @param epoch 0 for films; grows when a live publisher starts anew
 * @param number 1, 2, … in playing order within the rendition; 0 for what is not a media segment
 * @param part 0 for a whole segment
 * @param uri where it lies within the title's folder
 * @param sizeBytes 1 to 2^40
 * @param durationMs milliseconds; 0 for what is not a media segment
 * @param root pieces root of its bytes (BEP 52)
 * @param lines its playlist lines verbatim, joined by {@code \n}, the URI line last; empty for what
 *     is not a media segment
 */
public record SegmentRecord(
    RenditionName rendition,
    int epoch,
    int number,
    int part,
    ContentPath uri,
    long sizeBytes,
    int durationMs,
    Root root,
    String lines) {
  /** The most bytes of {@code lines} in UTF-8. */
  public static final int MAX_LINES_BYTES = 8192;

  /** By number, then by the bytes of the uri: the order within a records file (PROTOCOL §2.2). */
  public static final Comparator<SegmentRecord> FILE_ORDER =
      Comparator.comparingInt(SegmentRecord::number)
          .thenComparing(record -> utf8(record.uri.value()), Arrays::compareUnsigned);

  /** Refuses a field out of its bounds and fields that contradict one another. */
  public SegmentRecord {
    require(epoch >= 0 && number >= 0 && part >= 0 && durationMs >= 0, "no number below 0");
    require(sizeBytes >= 1 && sizeBytes <= ContentFile.MAX_SIZE_BYTES, "a size from 1 to 2^40");
    if (number == 0) {
      require(
          lines.isEmpty() && durationMs == 0 && part == 0,
          "a number from 1 if it is a media segment");
    } else {
      requireLines(lines);
    }
  }

  /** A record of a file that is not a media segment: an init segment, a playlist, a poster. */
  public static SegmentRecord ofFile(
      RenditionName rendition, ContentPath uri, long sizeBytes, Root root) {
    return new SegmentRecord(rendition, 0, 0, 0, uri, sizeBytes, 0, root, "");
  }

  /**
   * True for a media segment, which a player plays; false for an init segment, a playlist, a
   * poster.
   */
  public boolean isMedia() {
    return number > 0;
  }

  /** The record as its file, for a layout. */
  public ContentFile file() {
    return new ContentFile(uri, sizeBytes);
  }

  private static void requireLines(String lines) {
    require(
        lines.length() <= MAX_LINES_BYTES && utf8(lines).length <= MAX_LINES_BYTES,
        "lines of at most 8192 bytes");
    require(
        lines.chars().noneMatch(c -> c != '\n' && Character.isISOControl(c)),
        "lines without control characters");
    var all = List.of(lines.split("\n", -1));
    require(isUriLine(all.getLast()), "lines that end with the URI line");
    require(all.stream().filter(SegmentRecord::isUriLine).count() == 1, "one URI line");
  }

  private static boolean isUriLine(String line) {
    return !line.isBlank() && !line.startsWith("#");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new InvalidContentException(Code.RECORD, "A record has " + rule + "; send it so.");
    }
  }
}
