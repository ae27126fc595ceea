package io.cordwood.swarm.wire.tracker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.OptionalInt;

/** Reads the simple values of an announce as leniently as stock clients need (TRACKER-PROTOCOL). */
final class Scalars {
  private static final int MAX_DIGITS = 32;

  private Scalars() {}

  /** The {@code action} that comes next. */
  static Members.Action action(JsonCursor in) {
    if (!isString(in)) {
      return Members.Action.UNKNOWN;
    }
    if (JsonText.is(in, "announce")) {
      return Members.Action.ANNOUNCE;
    }
    return JsonText.is(in, "scrape") ? Members.Action.SCRAPE : Members.Action.UNKNOWN;
  }

  /** The {@code event} that comes next; empty for one that is not known or no text. */
  static Optional<AnnounceEvent> event(JsonCursor in) {
    if (in.peek() == 'n') {
      in.skip();
      return Optional.of(AnnounceEvent.UPDATE);
    }
    if (!isString(in)) {
      return Optional.empty();
    }
    if (JsonText.is(in, "started")) {
      return Optional.of(AnnounceEvent.STARTED);
    }
    if (JsonText.is(in, "completed")) {
      return Optional.of(AnnounceEvent.COMPLETED);
    }
    if (JsonText.is(in, "stopped")) {
      return Optional.of(AnnounceEvent.STOPPED);
    }
    return isUpdate(in) ? Optional.of(AnnounceEvent.UPDATE) : Optional.empty();
  }

  private static boolean isUpdate(JsonCursor in) {
    return in.from == in.to
        || JsonText.is(in, "update")
        || JsonText.is(in, "paused")
        || JsonText.is(in, "empty");
  }

  /** True when the value that comes next is 0 in any spelling, or the text {@code "0"}. */
  static boolean isZero(JsonCursor in) {
    if (in.peek() == '"') {
      in.string();
      return JsonText.is(in, "0");
    }
    return isNumber(in) && hasNoDigitButZero(in);
  }

  private static boolean hasNoDigitButZero(JsonCursor in) {
    for (int i = in.from; i < in.to && (in.bytes[i] | 0x20) != 'e'; i++) {
      if (in.bytes[i] >= '1') {
        return false;
      }
    }
    return true;
  }

  /** The whole number from 0 that comes next, at most the greatest int; empty for anything else. */
  static OptionalInt count(JsonCursor in) {
    if (!isNumber(in)) {
      return OptionalInt.empty();
    }
    int value = 0;
    for (int i = in.from; i < in.to; i++) {
      if (in.bytes[i] < '0' || in.bytes[i] > '9') {
        return oddCount(in);
      }
      value = (int) Math.min(10L * value + in.bytes[i] - '0', Integer.MAX_VALUE);
    }
    return OptionalInt.of(value);
  }

  /** A number with a sign, a fraction or an exponent. */
  private static OptionalInt oddCount(JsonCursor in) {
    if (in.to - in.from > MAX_DIGITS) {
      return OptionalInt.empty();
    }
    double value = Double.parseDouble(new String(in.bytes, in.from, in.to - in.from, ISO_8859_1));
    return value >= 0 && value == Math.rint(value)
        ? OptionalInt.of((int) Math.min(value, Integer.MAX_VALUE))
        : OptionalInt.empty();
  }

  /** The text of at most {@code max} characters that comes next; empty for anything else. */
  static Optional<String> text(JsonCursor in, int max) {
    if (!isString(in) || in.to - in.from > max * JsonText.LONGEST_CHARACTER) {
      return Optional.empty();
    }
    return Optional.of(JsonText.decode(in)).filter(text -> text.length() <= max);
  }

  private static boolean isString(JsonCursor in) {
    if (in.peek() == '"') {
      in.string();
      return true;
    }
    in.skip();
    return false;
  }

  private static boolean isNumber(JsonCursor in) {
    int next = in.peek();
    in.skip();
    return next == '-' || next >= '0' && next <= '9';
  }
}
