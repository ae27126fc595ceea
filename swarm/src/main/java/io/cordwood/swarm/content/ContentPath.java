package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Where a file lies within its title's folder (PROTOCOL §2.1): components joined by {@code /}, none
 * of them empty, {@code .} or {@code ..}; no backslash, no control character; at most {@value
 * #MAX_BYTES} bytes of UTF-8; the first component is neither {@code .cordwood} nor {@code .pad},
 * which are Cordwood's own. It can be resolved below a folder without leaving it.
 *
 * <p>Ordered as BEP 52's file tree: component by component, by raw bytes.
 */
public final class ContentPath implements Comparable<ContentPath> {
  /** The most bytes a path has in UTF-8. */
  public static final int MAX_BYTES = 1024;

  /** The most bytes one component has in UTF-8, as on common file systems. */
  public static final int MAX_COMPONENT_BYTES = 255;

  /** The most components of a path. */
  public static final int MAX_COMPONENTS = 32;

  private static final Set<String> RESERVED = Set.of(".cordwood", ".pad");

  private final String value;
  private final List<String> components;

  private ContentPath(String value) {
    this.value = value;
    this.components = List.of(value.split("/", -1));
    require(components.size() <= MAX_COMPONENTS, "there are at most 32 components");
    components.forEach(ContentPath::requireComponent);
    require(
        !RESERVED.contains(components.getFirst()), ".cordwood and .pad are Cordwood's own folders");
  }

  /** Reads a path; refuses whatever could leave the title's folder or be read in two ways. */
  public static ContentPath parse(String text) {
    require(text != null && !text.isEmpty(), "a path has at least one component");
    require(
        text.length() <= MAX_BYTES && utf8(text).length <= MAX_BYTES,
        "a path has at most 1024 bytes");
    return new ContentPath(text);
  }

  /** Joins components; each is checked as {@link #parse} does, so that none can hold a slash. */
  public static ContentPath of(List<String> components) {
    require(components.stream().noneMatch(c -> c.contains("/")), "a component has no slash");
    return parse(String.join("/", components));
  }

  private static void requireComponent(String component) {
    require(!component.isEmpty(), "no component is empty");
    require(!component.equals(".") && !component.equals(".."), "no component is '.' or '..'");
    require(component.indexOf('\\') < 0, "there is no backslash");
    require(component.chars().noneMatch(Character::isISOControl), "there is no control character");
    require(utf8(component).length <= MAX_COMPONENT_BYTES, "a component has at most 255 bytes");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new InvalidContentException(
          Code.PATH,
          "Name a file inside the title's folder by a relative path in which " + rule + ".");
    }
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      return Arrays.copyOf(bytes.array(), bytes.limit());
    } catch (CharacterCodingException e) {
      throw new InvalidContentException(Code.PATH, "Name a file by a path that is valid Unicode.");
    }
  }

  /** The components, at least one. */
  public List<String> components() {
    return components;
  }

  /** The path as written, with {@code /} between components. */
  public String value() {
    return value;
  }

  /**
   * The file's place below its title's folder on disk; the path has no component that leaves it.
   */
  public Path below(Path folder) {
    try {
      return components.stream().reduce(folder, Path::resolve, (first, second) -> second);
    } catch (InvalidPathException e) {
      throw new InvalidContentException(
          Code.PATH,
          "This machine cannot name the file: run in a UTF-8 locale, or rename the file.");
    }
  }

  /** True for {@code folder} itself and for what lies below it when it is a folder. */
  public boolean isWithinOrEqual(ContentPath folder) {
    int depth = folder.components.size();
    return components.size() >= depth && components.subList(0, depth).equals(folder.components);
  }

  /**
   * Component by component, by unsigned bytes of UTF-8; a folder's files stand where its name does
   * (BEP 52).
   */
  @Override
  public int compareTo(ContentPath other) {
    int common = Math.min(components.size(), other.components.size());
    for (int i = 0; i < common; i++) {
      int order = Arrays.compareUnsigned(utf8(components.get(i)), utf8(other.components.get(i)));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(components.size(), other.components.size());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ContentPath that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** The path as written. */
  @Override
  public String toString() {
    return value;
  }
}
