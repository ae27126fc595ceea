package io.cordwood.webseed.publish.hls;

import io.cordwood.webseed.publish.mp4.SegmentCut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Writes the playlists of renditions that were just encoded (RFC 8216). */
public final class PlaylistWriter {
  private static final long START_BITS_PER_SECOND = 1_500_000;

  private PlaylistWriter() {}

  /**
   * The master playlist. Players start with the variant that stands first, so that is the best one
   * that also an ordinary line carries at once.
   */
  public static String master(List<MadeRendition> renditions) {
    var lines =
        new ArrayList<>(List.of("#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"));
    for (MadeRendition made : inOrder(renditions)) {
      lines.add(
          String.format(
              Locale.ROOT,
              "#EXT-X-STREAM-INF:BANDWIDTH=%d,AVERAGE-BANDWIDTH=%d,RESOLUTION=%dx%d,FRAME-RATE=%.3f,CODECS=\"%s\"",
              made.peakBitsPerSecond(),
              made.averageBitsPerSecond(),
              made.width(),
              made.height(),
              made.framesPerSecond(),
              String.join(",", made.codecs())));
      lines.add(made.name() + "/index.m3u8");
    }
    return String.join("\n", lines) + "\n";
  }

  private static List<MadeRendition> inOrder(List<MadeRendition> renditions) {
    var sorted = new ArrayList<>(renditions);
    sorted.sort(Comparator.comparingLong(MadeRendition::peakBitsPerSecond).reversed());
    MadeRendition start =
        sorted.stream()
            .filter(made -> made.averageBitsPerSecond() <= START_BITS_PER_SECOND)
            .findFirst()
            .orElseGet(sorted::getLast);
    sorted.remove(start);
    sorted.addFirst(start);
    return sorted;
  }

  /** The media playlist. */
  public static String media(MadeRendition made) {
    long targetUs = made.segments().stream().mapToLong(SegmentCut::durationUs).max().orElseThrow();
    var lines =
        new ArrayList<>(
            List.of(
                "#EXTM3U",
                "#EXT-X-VERSION:7",
                "#EXT-X-TARGETDURATION:" + Math.max(1, Math.round(targetUs / 1e6)),
                "#EXT-X-MEDIA-SEQUENCE:1",
                "#EXT-X-PLAYLIST-TYPE:VOD",
                "#EXT-X-INDEPENDENT-SEGMENTS",
                "#EXT-X-MAP:URI=\"init.mp4\""));
    for (int i = 0; i < made.segments().size(); i++) {
      double seconds = made.segments().get(i).durationUs() / 1e6;
      lines.add(String.format(Locale.ROOT, "#EXTINF:%.6f,", seconds));
      lines.add(made.segmentName(i));
    }
    lines.add("#EXT-X-ENDLIST");
    return String.join("\n", lines) + "\n";
  }
}
