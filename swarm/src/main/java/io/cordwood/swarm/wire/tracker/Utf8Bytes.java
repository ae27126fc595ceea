package io.cordwood.swarm.wire.tracker;

/** Checks UTF-8 as RFC 3629 has it: no overlong form, no surrogate, nothing above U+10FFFF. */
final class Utf8Bytes {
  /** Where a character should end and does not. */
  static final int BAD = -1;

  private Utf8Bytes() {}

  /** True when all of from..to is UTF-8. */
  static boolean isValid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && at != BAD) {
      at = bytes[at] >= 0 ? at + 1 : end(bytes, at, to);
    }
    return at != BAD;
  }

  /** Where the character outside ASCII at {@code at} ends, or {@link #BAD}. */
  static int end(byte[] bytes, int at, int to) {
    int lead = bytes[at] & 0xff;
    int length = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (length == 0 || to - at < length || !isSecond(lead, bytes[at + 1] & 0xff)) {
      return BAD;
    }
    for (int i = 2; i < length; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return BAD;
      }
    }
    return at + length;
  }

  /** RFC 3629 §4: the second byte has a narrower range after some first bytes. */
  private static boolean isSecond(int lead, int second) {
    int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return second >= least && second <= most;
  }
}
