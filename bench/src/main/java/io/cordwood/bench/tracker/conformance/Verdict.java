package io.cordwood.bench.tracker.conformance;

import java.util.Locale;

/** How a case went. */
enum Verdict {
  PASS,
  FAIL,
  SKIP;

  /** As it is printed. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
