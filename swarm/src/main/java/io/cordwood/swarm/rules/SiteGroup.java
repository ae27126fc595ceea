package io.cordwood.swarm.rules;

import java.util.Optional;

/** A group of viewers that the site says are close to each other, for instance one office. */
public record SiteGroup(String name) {
  /** Characters of a name at most. */
  public static final int MAX_CHARACTERS = 64;

  /** Refuses an empty or long name. */
  public SiteGroup {
    if (name.isBlank() || name.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "A site group has 1 to " + MAX_CHARACTERS + " characters; shorten its name.");
    }
  }

  /** The group of this name; empty when the name has not the form of one. */
  public static Optional<SiteGroup> of(String name) {
    return name.isBlank() || name.length() > MAX_CHARACTERS
        ? Optional.empty()
        : Optional.of(new SiteGroup(name));
  }
}
