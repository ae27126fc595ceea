package io.cordwood.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the film that all systems play is cut into segments, from the same encode. */
enum Packaging {
  /** Four seconds each, as an ordinary packager cuts. */
  PLAIN,
  /** As {@code cordwood publish} cuts: short ones at the beginning. */
  FAST_START;

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Throws {@link IllegalArgumentException} for a word that is none. */
  static Packaging of(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("--packaging takes " + words()));
  }

  static String words() {
    return Arrays.stream(values()).map(Packaging::word).collect(Collectors.joining("|"));
  }
}
