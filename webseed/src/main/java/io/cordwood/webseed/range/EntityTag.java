package io.cordwood.webseed.range;

import java.util.regex.Pattern;

/**
 * A strong entity tag (RFC 9110 §8.8.3): the same tag means the same bytes.
 *
 * @param opaque what stands between the quotes: letters, digits, {@code -} and {@code .}
 */
public record EntityTag(String opaque) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9.-]{1,100}");
  private static final Pattern LISTED =
      Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");

  /** Refuses characters that would need care in a header or a boundary. */
  public EntityTag {
    if (!FORM.matcher(opaque).matches()) {
      throw new IllegalArgumentException("an entity tag has letters, digits, '-' and '.' only");
    }
  }

  /** The field's value, with quotes. */
  public String field() {
    return '"' + opaque + '"';
  }

  /** Whether an If-None-Match field names this tag, by weak comparison (RFC 9110 §13.1.2). */
  boolean listedWeaklyIn(String field) {
    return field.strip().equals("*")
        || LISTED.matcher(field).results().anyMatch(match -> match.group(2).equals(opaque));
  }

  /** Whether an If-Match field names this tag, by strong comparison (RFC 9110 §13.1.1). */
  boolean listedStronglyIn(String field) {
    return field.strip().equals("*")
        || LISTED
            .matcher(field)
            .results()
            .anyMatch(match -> match.group(1) == null && match.group(2).equals(opaque));
  }

  /**
   * Whether an If-Range field is exactly this tag (RFC 9110 §13.1.5). A weak tag is not, and a date
   * is not either: no Last-Modified is ever sent, so no date can be one that was given out.
   */
  boolean isIfRange(String field) {
    return field.strip().equals(field());
  }
}
