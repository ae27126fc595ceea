package io.cordwood.webseed.publish;

import io.cordwood.swarm.content.Slug;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;

/**
 * Names taken from a file's name.
 *
 * @param slug for addresses
 * @param name for people
 */
public record TitleNames(Slug slug, String name) {
  private static final int MAX_SLUG = 64;
  private static final int MAX_NAME = 200;
  private static final String NAMELESS = "film";

  /** Names for a film or a folder. */
  public static TitleNames of(Path input) {
    Path last = input.toAbsolutePath().normalize().getFileName();
    String file = last == null ? NAMELESS : last.toString();
    String stem = file.replaceFirst("(?<=.)\\.[A-Za-z0-9]{1,5}$", "");
    String name = stem.replaceAll("[_\\p{Cntrl}]+", " ").strip();
    String shortened = name.substring(0, Math.min(MAX_NAME, name.length()));
    return new TitleNames(slug(stem), shortened.isBlank() ? NAMELESS : shortened);
  }

  private static Slug slug(String stem) {
    String plain =
        Normalizer.normalize(stem, Normalizer.Form.NFD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    String cut = plain.replaceFirst("^-", "");
    String slug = cut.substring(0, Math.min(MAX_SLUG, cut.length())).replaceFirst("-$", "");
    return new Slug(slug.isEmpty() ? NAMELESS : slug);
  }
}
