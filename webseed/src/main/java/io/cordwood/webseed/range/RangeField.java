package io.cordwood.webseed.range;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the Range field (RFC 9110 §14.2). */
final class RangeField {
  private static final String UNIT = "bytes=";
  private static final int MAX_DIGITS = 18;

  private RangeField() {}

  /**
   * The ranges asked for, in order; empty when the field is to be ignored: another unit, or not of
   * the form that the RFC gives.
   */
  static Optional<List<RangeSpec>> parse(String field) {
    if (!field.toLowerCase(Locale.ROOT).startsWith(UNIT)) {
      return Optional.empty();
    }
    var specs = new ArrayList<RangeSpec>();
    for (String element : field.substring(UNIT.length()).split(",", -1)) {
      String text = trim(element);
      if (text.isEmpty()) {
        continue;
      }
      var spec = spec(text);
      if (spec.isEmpty()) {
        return Optional.empty();
      }
      specs.add(spec.get());
    }
    return specs.isEmpty() ? Optional.empty() : Optional.of(specs);
  }

  private static Optional<RangeSpec> spec(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      return Optional.empty();
    }
    String first = text.substring(0, dash);
    String last = text.substring(dash + 1);
    if (!digits(first) || !digits(last) || first.isEmpty() && last.isEmpty()) {
      return Optional.empty();
    }
    if (first.isEmpty()) {
      return Optional.of(new RangeSpec.Suffix(number(last)));
    }
    if (last.isEmpty()) {
      return Optional.of(new RangeSpec.From(number(first)));
    }
    return number(last) < number(first)
        ? Optional.empty()
        : Optional.of(new RangeSpec.Between(number(first), number(last)));
  }

  private static boolean digits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static long number(String digits) {
    String significant = digits.replaceFirst("^0+(?=.)", "");
    return significant.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
  }

  private static String trim(String text) {
    return text.replaceAll("^[ \t]+|[ \t]+$", "");
  }
}
