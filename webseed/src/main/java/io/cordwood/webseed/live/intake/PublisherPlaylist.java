package io.cordwood.webseed.live.intake;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A media playlist as a publisher sends it (RFC 8216 §4.3.2, §4.3.3), as far as ingest needs it.
 *
 * @param firstSequence media sequence number of the first entry, 0 to 2^53
 * @param targetMs its target duration, 1 s to 60 s
 * @param entries in its order, at most {@value #MAX_ENTRIES}
 * @param ended whether the publisher says that nothing follows
 */
public record PublisherPlaylist(
    long firstSequence, int targetMs, List<Entry> entries, boolean ended) {
  static final int MAX_ENTRIES = 10_000;
  private static final Pattern URI_ATTRIBUTE = Pattern.compile("URI=\"([^\"]*)\"");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,5}(\\.[0-9]{0,12})?");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9._~ -]{1,200}");
  private static final BigDecimal MICROSECONDS = BigDecimal.valueOf(1_000_000);
  private static final long MAX_SEQUENCE = 1L << 53;
  private static final int MAX_TARGET_SECONDS = 60;

  /**
   * A segment.
   *
   * @param file its name in the playlist's folder
   * @param map the name of its init segment
   * @param discontinuity whether the tag stands before it
   */
  public record Entry(String file, long durationUs, Optional<String> map, boolean discontinuity) {}

  /** What came of reading one. */
  public sealed interface Reading {
    /** It can be used. */
    record Readable(PublisherPlaylist playlist) implements Reading {}

    /** It cannot; {@code sentence} says what to do. */
    record Refused(String sentence) implements Reading {}
  }

  /** Reads a playlist. */
  public static Reading read(String text) {
    return new Reader().read(text);
  }

  private static final class Reader {
    private final List<Entry> entries = new ArrayList<>();
    private long firstSequence;
    private int targetMs;
    private long durationUs = -1;
    private Optional<String> map = Optional.empty();
    private boolean discontinuity;
    private boolean ended;
    private String refusal;

    Reading read(String text) {
      var lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
      if (lines.isEmpty() || !lines.getFirst().equals("#EXTM3U")) {
        return new Reading.Refused("A playlist begins with #EXTM3U; send one.");
      }
      for (String line : lines) {
        if (line.startsWith("#")) {
          tag(line);
        } else {
          segment(line);
        }
        if (refusal != null) {
          return new Reading.Refused(refusal);
        }
      }
      return targetMs > 0
          ? new Reading.Readable(
              new PublisherPlaylist(firstSequence, targetMs, List.copyOf(entries), ended))
          : new Reading.Refused("A media playlist has #EXT-X-TARGETDURATION; send it.");
    }

    private void tag(String line) {
      int colon = line.indexOf(':');
      String value = colon < 0 ? "" : line.substring(colon + 1).strip();
      switch (colon < 0 ? line : line.substring(0, colon)) {
        case "#EXT-X-MEDIA-SEQUENCE" -> firstSequence = number(value, MAX_SEQUENCE);
        case "#EXT-X-TARGETDURATION" ->
            targetMs = 1000 * (int) Math.max(1, number(value, MAX_TARGET_SECONDS));
        case "#EXTINF" -> durationUs = micros(value.split(",", 2)[0].strip());
        case "#EXT-X-MAP" -> map(value);
        case "#EXT-X-DISCONTINUITY" -> discontinuity = true;
        case "#EXT-X-ENDLIST" -> ended = true;
        case "#EXT-X-KEY" -> {
          if (!value.contains("METHOD=NONE")) {
            refusal = "Ingest takes segments that are not encrypted; switch encryption off.";
          }
        }
        case "#EXT-X-BYTERANGE" -> refusal = "Send each segment as a file, not as a byte range.";
        default -> {}
      }
    }

    private void map(String value) {
      var uri = URI_ATTRIBUTE.matcher(value);
      if (!uri.find() || !FILE.matcher(uri.group(1)).matches() || value.contains("BYTERANGE")) {
        refusal = "An init segment is a file in its playlist's folder; send it so.";
        return;
      }
      map = Optional.of(uri.group(1));
    }

    private void segment(String uri) {
      if (!FILE.matcher(uri).matches()) {
        refusal = "Segments are files in their playlist's folder; send them so.";
      } else if (durationUs < 0) {
        refusal = "Each segment has #EXTINF with its seconds, at most a minute; send it.";
      } else if (entries.size() == MAX_ENTRIES) {
        refusal = "A playlist names at most " + MAX_ENTRIES + " segments; send the newest.";
      } else {
        entries.add(new Entry(uri, durationUs, map, discontinuity));
        durationUs = -1;
        discontinuity = false;
      }
    }

    private long number(String digits, long most) {
      long value = digits.matches("[0-9]{1,16}") ? Long.parseLong(digits) : -1;
      if (value < 0 || value > most) {
        refusal = "A number of the playlist is out of its range (at most " + most + "); mend it.";
        return 0;
      }
      return value;
    }

    private static long micros(String seconds) {
      if (!SECONDS.matcher(seconds).matches()) {
        return -1;
      }
      long us = new BigDecimal(seconds).multiply(MICROSECONDS).longValue();
      return us <= MAX_TARGET_SECONDS * 1_000_000L ? us : -1;
    }
  }
}
