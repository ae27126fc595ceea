package io.cordwood.webseed.live;

import io.cordwood.webseed.store.TitleDocument;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Makes a channel's master playlist from its publisher's: the same variants and alternatives, by
 * our names. What it says that a channel cannot have (I-frame playlists, session keys) is left out.
 */
final class MasterPlaylists {
  private static final Pattern ATTRIBUTE = Pattern.compile("([A-Z0-9-]+)=(\"[^\"]*\"|[^,\"]*)");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final String STREAM = "#EXT-X-STREAM-INF:";
  private static final String MEDIA = "#EXT-X-MEDIA:";

  private MasterPlaylists() {}

  /**
   * What a publisher's master playlist says.
   *
   * @param text as it is published
   * @param renditions in its order, variants first
   */
  record Read(String text, List<TitleDocument.Rendition> renditions) {}

  /** Whether it is a master playlist. */
  static boolean is(String text) {
    return text.contains(STREAM);
  }

  /**
   * Reads one whose URIs are {@code {folder}/{file}.m3u8}; what does not name a rendition that
   * {@code wanted} is left out, and when nothing stays it is empty.
   */
  static Optional<Read> read(String text, Predicate<String> wanted) {
    var lines =
        new ArrayList<>(List.of("#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS"));
    var variants = new ArrayList<TitleDocument.Rendition>();
    var alternatives = new ArrayList<TitleDocument.Rendition>();
    String stream = "";
    for (String line : text.lines().map(String::strip).filter(one -> !one.isEmpty()).toList()) {
      if (line.startsWith(STREAM)) {
        stream = line;
      } else if (line.startsWith(MEDIA)) {
        alternative(line, wanted, lines, alternatives);
      } else if (!line.startsWith("#") && !stream.isEmpty()) {
        var folder = folder(line).filter(wanted);
        if (folder.isPresent()) {
          lines.add(stream);
          lines.add(folder.get() + "/index.m3u8");
          variants.add(rendition(folder.get(), attributes(stream)));
        }
        stream = "";
      }
    }
    if (variants.isEmpty()) {
      return Optional.empty();
    }
    variants.addAll(alternatives);
    return Optional.of(new Read(String.join("\n", lines) + "\n", distinct(variants)));
  }

  /** One for a single rendition whose publisher sends no master playlist. */
  static Read single(String folder, long bitsPerSecond) {
    return read(
            "%sBANDWIDTH=%d\n%s/index.m3u8\n".formatted(STREAM, bitsPerSecond, folder), _ -> true)
        .orElseThrow();
  }

  private static void alternative(
      String line,
      Predicate<String> wanted,
      List<String> lines,
      List<TitleDocument.Rendition> alternatives) {
    var uri = attributes(line).get("URI");
    if (uri == null) {
      lines.add(line);
      return;
    }
    folder(uri)
        .filter(wanted)
        .ifPresent(
            folder -> {
              lines.add(line.replace("\"" + uri + "\"", "\"" + folder + "/index.m3u8\""));
              alternatives.add(rendition(folder, Map.of()));
            });
  }

  /** The folder of a playlist; the channel's own folder holds the rendition of no name. */
  private static Optional<String> folder(String uri) {
    String path = uri.split("\\?", 2)[0];
    int slash = path.lastIndexOf('/');
    String folder =
        slash < 0
            ? IngestPath.UNNAMED
            : path.substring(path.lastIndexOf('/', slash - 1) + 1, slash);
    return IngestPath.rendition(folder).map(name -> name.value());
  }

  private static TitleDocument.Rendition rendition(String name, Map<String, String> attributes) {
    String[] size = attributes.getOrDefault("RESOLUTION", "0x0").split("x");
    return TitleDocument.Rendition.live(
        name,
        number(attributes.getOrDefault("BANDWIDTH", "0")),
        (int) number(size[0]),
        (int) number(size.length > 1 ? size[1] : "0"),
        attributes.getOrDefault("CODECS", ""));
  }

  private static List<TitleDocument.Rendition> distinct(List<TitleDocument.Rendition> all) {
    var byName = new HashMap<String, TitleDocument.Rendition>();
    return all.stream().filter(one -> byName.putIfAbsent(one.name(), one) == null).toList();
  }

  private static Map<String, String> attributes(String line) {
    var attributes = new HashMap<String, String>();
    ATTRIBUTE
        .matcher(line)
        .results()
        .forEach(match -> attributes.putIfAbsent(match.group(1), match.group(2).replace("\"", "")));
    return attributes;
  }

  private static long number(String digits) {
    return NUMBER.matcher(digits).matches() ? Long.parseLong(digits) : 0;
  }
}
