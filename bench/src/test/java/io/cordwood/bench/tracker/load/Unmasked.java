package io.cordwood.bench.tracker.load;

import java.nio.charset.StandardCharsets;

/** Reads a client's frame as a server does. */
final class Unmasked {
  private Unmasked() {}

  static String text(byte[] bytes, int start) {
    var length = (bytes[start + 2] & 0xff) << 8 | bytes[start + 3] & 0xff;
    var payload = new byte[length];
    for (var i = 0; i < length; i++) {
      payload[i] = (byte) (bytes[start + 8 + i] ^ bytes[start + 4 + i % 4]);
    }
    return new String(payload, StandardCharsets.UTF_8);
  }
}
