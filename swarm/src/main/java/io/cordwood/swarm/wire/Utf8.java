package io.cordwood.swarm.wire;

/** Counts bytes of UTF-8 without making them. */
public final class Utf8 {
  private Utf8() {}

  /** True when {@code text} has more than {@code maxBytes} bytes of UTF-8. */
  public static boolean isLongerThan(String text, int maxBytes) {
    if (text.length() > maxBytes) {
      return true;
    }
    int bytes = 0;
    for (int i = 0; i < text.length() && bytes <= maxBytes; i++) {
      char c = text.charAt(i);
      // Each half of a surrogate pair stands for two of its four bytes.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes > maxBytes;
  }
}
