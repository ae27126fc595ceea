package io.cordwood.webseed.live;

import io.cordwood.swarm.content.ChannelKeyPair;
import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.SegmentRecord;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.intake.Taken;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Locale;

/**
 * Names a segment that has its place, writes its playlist lines and signs its record (PROTOCOL
 * §2.5). Touches no disk.
 */
final class SegmentSigner {
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private final ChannelKeyPair pair;
  private final TitleId channel;

  SegmentSigner(ChannelKeyPair pair, TitleId channel) {
    this.pair = pair;
    this.channel = channel;
  }

  /** Where a segment lies below the channel's folder. */
  static String uri(Taken taken) {
    return taken.rendition() + "/" + file(taken);
  }

  private static String file(Taken taken) {
    String extension = IngestPath.extension(taken.uri());
    return taken.epoch()
        + "-"
        + taken.number()
        + switch (extension) {
          case "ts", "aac", "vtt" -> "." + extension;
          default -> ".m4s";
        };
  }

  /**
   * The segment's entry in the log.
   *
   * @param rendition whose next segment it is
   * @param init the URI of its init segment; empty for none
   * @param startedAtMs wall clock at the channel's beginning, milliseconds since 1970
   */
  LogEntry sign(Taken taken, LiveRendition rendition, String init, long startedAtMs) {
    int cuts = rendition.cutsBefore(taken.discontinuities());
    boolean showsMap = !init.isEmpty() && (!init.equals(rendition.lastInit()) || cuts > 0);
    String map = showsMap ? LivePlaylist.map(init, rendition.name().value()) : "";
    var hashed = taken.media().hashed();
    var record =
        new SegmentRecord(
            rendition.name(),
            taken.epoch(),
            taken.number(),
            0,
            ContentPath.parse(uri(taken)),
            taken.media().sizeBytes(),
            (int) Math.round(taken.durationUs() / 1000.0),
            hashed.hashes().root(),
            lines(taken, cuts, map, startedAtMs));
    long atMs = Math.round(taken.atUs() / 1000.0);
    return new LogEntry(
        KeptRecord.of(SignedRecord.sign(pair, channel, atMs, record, hashed.hashes())),
        taken.sequence(),
        init,
        taken.map(),
        hashed.v1Pieces(),
        taken.discontinuities(),
        taken.atUs(),
        taken.durationUs());
  }

  private static String lines(Taken taken, int cuts, String map, long startedAtMs) {
    var lines = new ArrayList<>(Collections.nCopies(cuts, LivePlaylist.DISCONTINUITY));
    if (!map.isEmpty()) {
      lines.add(map);
    }
    var at = Instant.ofEpochMilli(startedAtMs + Math.round(taken.atUs() / 1000.0));
    lines.add("#EXT-X-PROGRAM-DATE-TIME:" + DATE_TIME.format(at));
    lines.add(String.format(Locale.ROOT, "#EXTINF:%.3f,", taken.durationUs() / 1e6));
    lines.add(file(taken));
    return String.join("\n", lines);
  }
}
