package io.cordwood.webseed.publish.hls;

import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.webseed.publish.PublishException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The folder of a package: finds what playlists name, and nothing outside it. */
final class PackageFolder {
  private static final Pattern ESCAPED_SLASH = Pattern.compile("%2[fF]|%5[cC]");
  private static final long MAX_PLAYLIST_BYTES = 32L << 20;

  private final Path folder;
  private final Path realFolder;

  PackageFolder(Path folder) throws IOException {
    this.folder = folder;
    this.realFolder = folder.toRealPath();
  }

  Path path() {
    return folder;
  }

  String text(ContentPath file) throws PublishException, IOException {
    Path path = folder.resolve(file.value());
    if (Files.size(path) > MAX_PLAYLIST_BYTES) {
      throw new PublishException(path + " is too long for a playlist; publish the title in parts.");
    }
    return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
  }

  /** The file that {@code uri} names in {@code playlist}; it is there and has bytes. */
  ContentPath resolve(ContentPath playlist, String uri) throws PublishException, IOException {
    String path = uri.replaceFirst("[?#].*$", "");
    if (isElsewhere(uri) || path.startsWith("/") || ESCAPED_SLASH.matcher(path).find()) {
      throw outside(playlist, uri);
    }
    Path base = Path.of("/" + playlist.value()).getParent();
    Path target = Path.of("/").relativize(base.resolve(decode(playlist, path)).normalize());
    if (above(playlist, path)) {
      throw outside(playlist, uri);
    }
    return require(playlist, uri, contentPath(playlist, target.toString()));
  }

  /** Whether a URI names something on another server or none at all, such as a key service. */
  static boolean isElsewhere(String uri) {
    return uri.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*") || uri.startsWith("//");
  }

  private ContentPath require(ContentPath playlist, String uri, ContentPath file)
      throws PublishException, IOException {
    Path path = folder.resolve(file.value());
    if (!Files.isRegularFile(path)) {
      throw new PublishException(
          "%s names %s, which is not in %s; make the package again."
              .formatted(playlist, uri, folder));
    }
    if (!path.toRealPath().startsWith(realFolder)) {
      throw outside(playlist, uri);
    }
    if (Files.size(path) == 0) {
      throw new PublishException(path + " is empty; make the package again.");
    }
    return file;
  }

  /** Whether a relative path climbs out of the folder that its playlist lies in the depth of. */
  private static boolean above(ContentPath playlist, String path) {
    int depth = playlist.components().size() - 1;
    for (String component : path.split("/")) {
      depth += component.equals("..") ? -1 : component.equals(".") || component.isEmpty() ? 0 : 1;
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  private static String decode(ContentPath playlist, String path) throws PublishException {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new PublishException(
          "%s names %s, which is no URI; make the package again.".formatted(playlist, path), e);
    }
  }

  private static ContentPath contentPath(ContentPath playlist, String path)
      throws PublishException {
    try {
      return ContentPath.parse(path);
    } catch (InvalidContentException e) {
      throw new PublishException(
          playlist + " names a file that a title cannot have. " + e.getMessage(), e);
    }
  }

  private PublishException outside(ContentPath playlist, String uri) {
    return new PublishException(
        "%s names %s, which lies outside %s; put every file into the folder and name it by a relative path."
            .formatted(playlist, uri, folder));
  }
}
