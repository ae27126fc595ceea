package io.cordwood.webseed.publish.mp4;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A box in memory (ISO/IEC 14496-12 §4.2).
 *
 * @param type its four characters
 * @param payload what follows its header; read by absolute positions from 0
 */
record Box(String type, ByteBuffer payload) {
  private static final int HEADER_BYTES = 8;

  /**
   * The boxes that {@code bytes} consist of; what is left over when the last is cut off is ignored.
   */
  static List<Box> in(ByteBuffer bytes) {
    var boxes = new ArrayList<Box>();
    int at = 0;
    while (at + HEADER_BYTES <= bytes.limit()) {
      int size = bytes.getInt(at);
      if (size < HEADER_BYTES || size > bytes.limit() - at) {
        break;
      }
      boxes.add(new Box(type(bytes, at), bytes.slice(at + HEADER_BYTES, size - HEADER_BYTES)));
      at += size;
    }
    return boxes;
  }

  static String type(ByteBuffer bytes, int boxAt) {
    byte[] type = new byte[4];
    bytes.get(boxAt + 4, type);
    return new String(type, StandardCharsets.ISO_8859_1);
  }

  List<Box> children(String wanted) {
    return in(payload).stream().filter(box -> box.type.equals(wanted)).toList();
  }

  Optional<Box> at(String... path) {
    Optional<Box> box = Optional.of(this);
    for (String step : path) {
      box = box.flatMap(parent -> parent.children(step).stream().findFirst());
    }
    return box;
  }

  Box require(String... path) throws Mp4Exception {
    return at(path)
        .orElseThrow(() -> new Mp4Exception("no " + String.join("/", path) + " in " + type));
  }

  int version() {
    return payload.get(0);
  }

  int flags() {
    return payload.getInt(0) & 0xffffff;
  }
}
