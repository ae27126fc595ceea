package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.Comparator;

/** A title by name, written {@code owner/slug} (PROTOCOL §1). */
public record TitleId(Owner owner, Slug slug) implements Comparable<TitleId> {
  private static final Comparator<TitleId> ORDER =
      Comparator.comparing(TitleId::owner).thenComparing(TitleId::slug);

  /** Reads {@code owner/slug}. */
  public static TitleId parse(String text) {
    int slash = text == null ? -1 : text.indexOf('/');
    if (slash < 0) {
      throw new InvalidContentException(Code.NAME, "A title is written owner/slug; name both.");
    }
    return new TitleId(new Owner(text.substring(0, slash)), new Slug(text.substring(slash + 1)));
  }

  @Override
  public int compareTo(TitleId other) {
    return ORDER.compare(this, other);
  }

  /** {@code owner/slug}. */
  @Override
  public String toString() {
    return owner + "/" + slug;
  }
}
