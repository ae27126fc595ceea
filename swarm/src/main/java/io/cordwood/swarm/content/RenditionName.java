package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.regex.Pattern;

/**
 * The name of a rendition's folder: at most 32 of {@code [A-Za-z0-9._-]}, empty for the files that
 * all renditions share (PROTOCOL §1). {@code .}, {@code ..} and {@code _} are refused: as file
 * names they mean something else.
 */
public record RenditionName(String value) implements Comparable<RenditionName> {
  private static final Pattern FORM =
      Pattern.compile("(?!(?:\\.|\\.\\.|_)\\z)[A-Za-z0-9._-]{0,32}");

  /** The files shared by all renditions. */
  public static final RenditionName SHARED = new RenditionName("");

  /** Refuses a name of any other form. */
  public RenditionName {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new InvalidContentException(
          Code.RENDITION,
          "A rendition is named by at most 32 of A-Z, a-z, 0-9, '.', '_' and '-', but not '.', '..' or '_'; rename its folder.");
    }
  }

  /** True for the files shared by all renditions. */
  public boolean isShared() {
    return value.isEmpty();
  }

  /** Where the rendition's records file lies, relative to the title's folder (PROTOCOL §2.2). */
  public String recordsFile() {
    return ".cordwood/records/" + (isShared() ? "_" : value);
  }

  /**
   * Where the piece hashes of the rendition's files lie, relative to the title's folder (PROTOCOL
   * §2.3). There is none when every file is one piece.
   */
  public String hashesFile() {
    return ".cordwood/hashes/" + (isShared() ? "_" : value);
  }

  @Override
  public int compareTo(RenditionName other) {
    return value.compareTo(other.value);
  }

  /** The name itself; empty for the shared files. */
  @Override
  public String toString() {
    return value;
  }
}
