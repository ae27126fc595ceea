package io.cordwood.bench.tracker.conformance;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;

/** Identifiers of 20 characters by chance. */
final class Chance {
  private static final int LENGTH = 20;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final String HARD_TO_CARRY = "\u0000\"\\\u007f\u0080\u00ff/\n";

  private Chance() {}

  static String letters() {
    return fill("", () -> LETTERS.charAt(below(LETTERS.length())));
  }

  static String oddCharacters() {
    return fill(HARD_TO_CARRY, () -> below(0x100));
  }

  private static String fill(String start, IntSupplier next) {
    var text = new StringBuilder(start);
    while (text.length() < LENGTH) {
      text.append((char) next.getAsInt());
    }
    return text.toString();
  }

  private static int below(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }
}
