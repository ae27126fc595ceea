package io.cordwood.webseed.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes a live rendition's media playlist (RFC 8216, PROTOCOL §2.5) from the entries of its log.
 */
final class LivePlaylist {
  /** Before a segment's lines; players skip what they do not know (RFC 8216 §6.3.1). */
  static final String RECORD_TAG = "#EXT-X-CORDWOOD-RECORD:";

  static final String MAP_TAG = "#EXT-X-MAP:";
  static final String DISCONTINUITY = "#EXT-X-DISCONTINUITY";
  private static final int RECORDS = 12;

  private LivePlaylist() {}

  /**
   * The playlist of {@code entries}, all stored; at least one.
   *
   * @param folder of the rendition, which the URIs of init segments begin with
   * @param targetMs no segment is longer, rounded to seconds
   */
  static String of(List<LogEntry> entries, String folder, int targetMs, boolean ended) {
    var first = entries.getFirst();
    boolean gaps = entries.getLast().record().number() - first.record().number() >= entries.size();
    var lines = new ArrayList<String>();
    lines.add("#EXTM3U");
    lines.add("#EXT-X-VERSION:" + (gaps ? 8 : 7));
    lines.add("#EXT-X-TARGETDURATION:" + Math.max(1, Math.round(targetMs / 1000.0)));
    lines.add("#EXT-X-MEDIA-SEQUENCE:" + first.record().number());
    lines.add("#EXT-X-DISCONTINUITY-SEQUENCE:" + discontinuitiesBefore(first));
    lines.add("#EXT-X-INDEPENDENT-SEGMENTS");
    if (!first.init().isEmpty() && !first.record().lines().contains(MAP_TAG)) {
      lines.add(map(first.init(), folder));
    }
    int due = first.record().number();
    for (int i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      for (; due < entry.record().number(); due++) {
        gap(lines, entry, due, targetMs);
      }
      if (i >= entries.size() - RECORDS) {
        lines.add(RECORD_TAG + entry.signed().base64());
      }
      lines.add(entry.record().lines());
      due++;
    }
    if (ended) {
      lines.add("#EXT-X-ENDLIST");
    }
    return String.join("\n", lines) + "\n";
  }

  /** The number of a segment that did not come stays its own (RFC 8216bis §4.4.4.7). */
  private static void gap(List<String> lines, LogEntry next, int number, int targetMs) {
    lines.add("#EXT-X-GAP");
    lines.add(String.format(Locale.ROOT, "#EXTINF:%.3f,", targetMs / 1000.0));
    lines.add(next.record().epoch() + "-" + number + ".gap");
  }

  private static int discontinuitiesBefore(LogEntry first) {
    long own = first.record().lines().lines().filter(DISCONTINUITY::equals).count();
    return first.discontinuities() - (int) own;
  }

  static String map(String init, String folder) {
    return MAP_TAG + "URI=\"" + init.substring(folder.length() + 1) + "\"";
  }
}
