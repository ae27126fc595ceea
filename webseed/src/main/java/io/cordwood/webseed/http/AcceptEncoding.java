package io.cordwood.webseed.http;

import java.util.Locale;

/** Reads the Accept-Encoding field (RFC 9110 §12.5.3). */
final class AcceptEncoding {
  private AcceptEncoding() {}

  /** Whether the field names gzip, or anything, with a weight above 0. */
  static boolean allowsGzip(String field) {
    if (field == null) {
      return false;
    }
    boolean any = false;
    for (String element : field.toLowerCase(Locale.ROOT).split(",")) {
      String[] parts = element.split(";", 2);
      String coding = parts[0].strip();
      boolean wanted = parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
      if (coding.equals("gzip") || coding.equals("x-gzip")) {
        return wanted;
      }
      any |= coding.equals("*") && wanted;
    }
    return any;
  }
}
