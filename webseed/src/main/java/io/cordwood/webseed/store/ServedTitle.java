package io.cordwood.webseed.store;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.range.EntityTag;
import io.cordwood.webseed.range.Representation;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What of one title is served: the files that its records name, their sidecars, the records files,
 * the torrent, and its torrent's pads. A path is only ever looked up here, never on the disk, so
 * nothing else can be reached.
 *
 * @param title its name
 * @param pieceLengthBytes pads are shorter than this
 * @param files by path relative to the title's folder
 */
public record ServedTitle(TitleId title, int pieceLengthBytes, Map<String, Resource> files) {
  private static final Pattern PAD = Pattern.compile("\\.pad/([1-9][0-9]{0,8})");

  /** Takes a copy of {@code files}. */
  public ServedTitle {
    files = Map.copyOf(files);
  }

  /** What lies at {@code path}. */
  public Optional<Resource> find(String path) {
    return Optional.ofNullable(files.get(path)).or(() -> pad(path));
  }

  private Optional<Resource> pad(String path) {
    return Optional.of(PAD.matcher(path))
        .filter(matcher -> matcher.matches())
        .map(matcher -> Integer.parseInt(matcher.group(1)))
        .filter(bytes -> bytes < pieceLengthBytes)
        .map(ServedTitle::zeros);
  }

  private static Resource zeros(int bytes) {
    var representation =
        new Representation(
            bytes, new EntityTag("pad-" + bytes), "application/octet-stream", Resource.IMMUTABLE);
    return new Resource(representation, new Body.Zeros(bytes), Optional.empty());
  }
}
