package io.cordwood.bench.tracker.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Numbers in a fixed number of ASCII digits, written to and read from byte arrays. */
final class Digits {
  private static final byte[] SYMBOLS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VALUES = values();

  private Digits() {}

  /** Writes {@code count} digits of base 64. */
  static void put64(long number, byte[] to, int at, int count) {
    var rest = number;
    for (var i = at + count - 1; i >= at; i--) {
      to[i] = SYMBOLS[(int) (rest & 63)];
      rest >>>= 6;
    }
  }

  /** The number of {@code count} digits of base 64, -1 when one is none. */
  static long get64(byte[] from, int at, int count) {
    var number = 0L;
    for (var i = at; i < at + count; i++) {
      var value = VALUES[from[i] & 0xff];
      if (value < 0) {
        return -1;
      }
      number = number << 6 | value;
    }
    return number;
  }

  /** Writes {@code count} decimal digits. */
  static void put10(long number, byte[] to, int at, int count) {
    var rest = number;
    for (var i = at + count - 1; i >= at; i--) {
      to[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private static byte[] values() {
    var values = new byte[256];
    Arrays.fill(values, (byte) -1);
    for (var i = 0; i < SYMBOLS.length; i++) {
      values[SYMBOLS[i]] = (byte) i;
    }
    return values;
  }
}
