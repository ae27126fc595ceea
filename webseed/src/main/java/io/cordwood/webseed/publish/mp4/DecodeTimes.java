package io.cordwood.webseed.publish.mp4;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** When a segment begins, as its first fragment says (ISO/IEC 14496-12 §8.8.12). */
public final class DecodeTimes {
  private DecodeTimes() {}

  /**
   * The decode time of the first track of the first fragment, in that track's unit; empty when the
   * beginning of the file does not say.
   */
  public static OptionalLong first(byte[] head) {
    for (Box box : Box.in(ByteBuffer.wrap(head))) {
      if (box.type().equals("moof")) {
        return box.at("traf", "tfdt").map(DecodeTimes::time).orElse(OptionalLong.empty());
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong time(Box tfdt) {
    int wanted = tfdt.payload().limit() > 0 && tfdt.version() == 1 ? 12 : 8;
    if (tfdt.payload().limit() < wanted) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        wanted == 12
            ? tfdt.payload().getLong(4)
            : Integer.toUnsignedLong(tfdt.payload().getInt(4)));
  }
}
