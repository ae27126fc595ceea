package io.cordwood.webseed.live;

import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.Slug;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a publisher's request is for: {@code /ingest/{slug}[/{key}][/{rendition}]/{file}}.
 *
 * @param slug the channel
 * @param key the ingest key when it is in the path
 * @param rendition the folder; {@value #UNNAMED} for files of the channel's own folder
 * @param file the name; empty for the channel itself
 */
public record IngestPath(Slug slug, Optional<String> key, RenditionName rendition, String file) {
  /** The rendition of a publisher that has no folders. */
  static final String UNNAMED = "main";

  /** What every ingest key begins with; no rendition's name is as long as a key. */
  public static final String KEY_PREFIX = "key-";

  private static final Pattern KEY = Pattern.compile(KEY_PREFIX + "[A-Za-z0-9_-]{40,64}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9._~ -]{1,200}");
  private static final Set<String> PLAYLISTS = Set.of("m3u8", "m3u");
  private static final Set<String> MEDIA =
      Set.of("m4s", "mp4", "m4v", "m4a", "m4f", "cmfv", "cmfa", "ts", "aac", "vtt");

  /** What kind of file a name stands for. */
  public enum Kind {
    /** A master or media playlist. */
    PLAYLIST,
    /** A segment or an init segment. */
    MEDIA,
    /** Something that ingest does not take. */
    OTHER
  }

  /** Reads the decoded components that follow {@code ingest}; empty for any other form. */
  public static Optional<IngestPath> of(List<String> components) {
    if (components.isEmpty()) {
      return Optional.empty();
    }
    try {
      var slug = new Slug(components.getFirst());
      var rest = components.subList(1, components.size());
      Optional<String> key =
          rest.stream().findFirst().filter(first -> KEY.matcher(first).matches());
      var path = key.isPresent() ? rest.subList(1, rest.size()) : rest;
      return switch (path.size()) {
        case 0 -> Optional.of(new IngestPath(slug, key, new RenditionName(UNNAMED), ""));
        case 1 -> file(slug, key, UNNAMED, path.getFirst());
        case 2 -> file(slug, key, path.getFirst(), path.getLast());
        default -> Optional.empty();
      };
    } catch (InvalidContentException e) {
      return Optional.empty();
    }
  }

  private static Optional<IngestPath> file(
      Slug slug, Optional<String> key, String rendition, String file) {
    return rendition(rendition)
        .filter(_ -> FILE.matcher(file).matches() && !file.startsWith("."))
        .map(name -> new IngestPath(slug, key, name, file));
  }

  /** A name that a rendition's folder can have. */
  static Optional<RenditionName> rendition(String name) {
    try {
      return Optional.of(new RenditionName(name))
          .filter(one -> !one.isShared() && !name.startsWith("."));
    } catch (InvalidContentException e) {
      return Optional.empty();
    }
  }

  /** What the file is, by its name. */
  public Kind kind() {
    String extension = extension(file);
    if (PLAYLISTS.contains(extension)) {
      return Kind.PLAYLIST;
    }
    return MEDIA.contains(extension) ? Kind.MEDIA : Kind.OTHER;
  }

  /** What follows the last dot, in lower case. */
  static String extension(String file) {
    return file.substring(file.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
