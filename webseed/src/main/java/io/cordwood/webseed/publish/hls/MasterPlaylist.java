package io.cordwood.webseed.publish.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a master playlist names (RFC 8216 §4.3.4).
 *
 * @param variants in its order, each URI once
 * @param alternatives URIs of media playlists of other sound and of subtitles, each once
 * @param pictureOnly URIs of I-frame playlists
 * @param others URIs of session data
 */
record MasterPlaylist(
    List<Variant> variants,
    List<String> alternatives,
    List<String> pictureOnly,
    List<String> others) {
  /**
   * A variant.
   *
   * @param uri of its media playlist
   * @param bandwidth bits per second at most
   * @param width pixels; 0 when not said
   * @param height pixels; 0 when not said
   * @param codecs as written; empty when not said
   */
  record Variant(String uri, long bandwidth, int width, int height, String codecs) {
    private static Variant of(String uri, Tag tag) {
      String[] size = tag.attribute("RESOLUTION").orElse("0x0").split("x");
      return new Variant(
          uri,
          number(tag.attribute("BANDWIDTH").orElse("0")),
          (int) number(size[0]),
          (int) number(size.length > 1 ? size[1] : "0"),
          tag.attribute("CODECS").orElse(""));
    }

    private static long number(String digits) {
      return digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : 0;
    }
  }

  /** Reads a playlist; empty when it is none, or one that names no variant. */
  static Optional<MasterPlaylist> parse(String text) {
    var lines = PlaylistLines.of(text);
    var master =
        new MasterPlaylist(
            new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    if (PlaylistLines.isPlaylist(lines)) {
      master.read(lines);
    }
    return Optional.of(master).filter(read -> !read.variants.isEmpty());
  }

  private void read(List<String> lines) {
    Optional<Tag> variant = Optional.empty();
    for (String line : lines) {
      var tag = Tag.of(line);
      if (tag.isPresent()) {
        variant = tag.get().name().equals("EXT-X-STREAM-INF") ? tag : variant;
        note(tag.get());
      } else if (!line.startsWith("#") && variant.isPresent()) {
        add(Variant.of(line, variant.get()));
        variant = Optional.empty();
      }
    }
    alternatives.removeIf(uri -> variants.stream().anyMatch(known -> known.uri().equals(uri)));
  }

  private void add(Variant added) {
    if (variants.stream().noneMatch(known -> known.uri().equals(added.uri()))) {
      variants.add(added);
    }
  }

  private void note(Tag tag) {
    List<String> list =
        switch (tag.name()) {
          case "EXT-X-MEDIA" -> alternatives;
          case "EXT-X-I-FRAME-STREAM-INF" -> pictureOnly;
          case "EXT-X-SESSION-DATA", "EXT-X-SESSION-KEY" -> others;
          default -> new ArrayList<>();
        };
    tag.attribute("URI").filter(uri -> !list.contains(uri)).ifPresent(list::add);
  }
}
