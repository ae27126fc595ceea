package io.cordwood.webseed.publish.hls;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a media playlist names (RFC 8216 §4.3.2, §4.3.3).
 *
 * @param segments in playing order
 * @param others URIs of init segments and keys, each once
 * @param ended whether it has EXT-X-ENDLIST
 * @param unsupported the first tag of it that a title cannot have
 */
record MediaPlaylist(
    List<Segment> segments, Set<String> others, boolean ended, Optional<String> unsupported) {
  private static final Set<String> OF_THE_PLAYLIST =
      Set.of(
          "EXTM3U",
          "EXT-X-VERSION",
          "EXT-X-TARGETDURATION",
          "EXT-X-MEDIA-SEQUENCE",
          "EXT-X-DISCONTINUITY-SEQUENCE",
          "EXT-X-PLAYLIST-TYPE",
          "EXT-X-INDEPENDENT-SEGMENTS",
          "EXT-X-START",
          "EXT-X-ALLOW-CACHE",
          "EXT-X-I-FRAMES-ONLY",
          "EXT-X-DEFINE",
          "EXT-X-SERVER-CONTROL",
          "EXT-X-PART-INF",
          "EXT-X-ENDLIST");
  private static final Set<String> UNSUPPORTED =
      Set.of("EXT-X-BYTERANGE", "EXT-X-PART", "EXT-X-GAP", "EXT-X-SKIP", "EXT-X-PRELOAD-HINT");

  /**
   * A segment.
   *
   * @param uri as written
   * @param seconds as EXTINF says
   * @param lines verbatim, the URI last
   */
  record Segment(String uri, BigDecimal seconds, List<String> lines) {}

  /** Reads a playlist; empty when it is none, or when a segment has no duration. */
  static Optional<MediaPlaylist> parse(String text) {
    var lines = PlaylistLines.of(text);
    return PlaylistLines.isPlaylist(lines) ? new Reader().read(lines) : Optional.empty();
  }

  private static final class Reader {
    private final List<Segment> segments = new ArrayList<>();
    private final Set<String> others = new LinkedHashSet<>();
    private final List<String> pending = new ArrayList<>();
    private Optional<BigDecimal> seconds = Optional.empty();
    private Optional<String> unsupported = Optional.empty();
    private boolean ended;

    Optional<MediaPlaylist> read(List<String> lines) {
      for (String line : lines) {
        if (line.startsWith("#")) {
          Tag.of(line).ifPresentOrElse(tag -> tag(tag, line), () -> pending.add(line));
        } else if (!segment(line)) {
          return Optional.empty();
        }
      }
      return Optional.of(new MediaPlaylist(segments, others, ended, unsupported));
    }

    private void tag(Tag tag, String line) {
      if (OF_THE_PLAYLIST.contains(tag.name())) {
        ended |= tag.name().equals("EXT-X-ENDLIST");
        return;
      }
      pending.add(line);
      boolean partOfFile = tag.name().equals("EXT-X-MAP") && tag.attribute("BYTERANGE").isPresent();
      if (unsupported.isEmpty() && (partOfFile || UNSUPPORTED.contains(tag.name()))) {
        unsupported = Optional.of(partOfFile ? "EXT-X-MAP with BYTERANGE" : tag.name());
      }
      switch (tag.name()) {
        case "EXTINF" -> seconds = seconds(tag.value());
        case "EXT-X-MAP", "EXT-X-KEY" -> tag.attribute("URI").ifPresent(others::add);
        default -> {}
      }
    }

    private boolean segment(String uri) {
      if (seconds.isEmpty()) {
        return false;
      }
      pending.add(uri);
      segments.add(new Segment(uri, seconds.get(), List.copyOf(pending)));
      pending.clear();
      seconds = Optional.empty();
      return true;
    }

    private static Optional<BigDecimal> seconds(String value) {
      String number = value.split(",", 2)[0].strip();
      return number.matches("[0-9]{1,6}(\\.[0-9]{0,12})?")
          ? Optional.of(new BigDecimal(number))
          : Optional.empty();
    }
  }
}
