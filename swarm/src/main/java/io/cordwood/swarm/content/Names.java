package io.cordwood.swarm.content;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.regex.Pattern;

/** The form of owners and slugs (PROTOCOL §1). */
final class Names {
  static final int MAX_CHARACTERS = 64;

  private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*+");

  private Names() {}

  static String require(String name, String what) {
    if (name == null || name.length() > MAX_CHARACTERS || !FORM.matcher(name).matches()) {
      throw new InvalidContentException(
          Code.NAME,
          what
              + " is 1 to 64 characters of a-z and 0-9 with single hyphens inside; choose such a name.");
    }
    return name;
  }
}
