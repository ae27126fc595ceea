package io.cordwood.webseed.publish.mp4;

import java.nio.ByteBuffer;

/** When a fragment plays (ISO/IEC 14496-12 §8.8.7, §8.8.8, §8.8.12). */
record FragmentTimes(long startUs, long endUs) {
  private static final int BASE_DATA_OFFSET = 0x1;
  private static final int SAMPLE_DESCRIPTION = 0x2;
  private static final int DEFAULT_DURATION = 0x8;
  private static final int TRUN_DATA_OFFSET = 0x1;
  private static final int TRUN_FIRST_FLAGS = 0x4;
  private static final int TRUN_DURATION = 0x100;
  private static final int TRUN_SIZE = 0x200;
  private static final int TRUN_FLAGS = 0x400;
  private static final int TRUN_CTS = 0x800;

  /**
   * Starts with the first picture, ends with whichever track ends last. Pictures are decoded at the
   * time from which they are shown, counted without the delay of reordering, which the edit list
   * takes away again; sound is heard that much earlier than it is decoded.
   */
  static FragmentTimes of(Movie movie, Box moof) throws Mp4Exception {
    long startUs = -1;
    long endUs = 0;
    for (Box traf : moof.children("traf")) {
      Track track = movie.track(traf.require("tfhd").payload().getInt(4));
      long start = decodeTime(traf.require("tfdt"));
      if (track.video()) {
        startUs = track.us(start);
        endUs = Math.max(endUs, track.us(start + duration(track, traf)));
      } else {
        long end = start + duration(track, traf) - track.skipped();
        endUs = Math.max(endUs, track.us(Math.max(0, end)));
      }
    }
    if (startUs < 0) {
      throw new Mp4Exception("a fragment without a picture");
    }
    return new FragmentTimes(startUs, endUs);
  }

  private static long decodeTime(Box tfdt) {
    return tfdt.version() == 1
        ? tfdt.payload().getLong(4)
        : Integer.toUnsignedLong(tfdt.payload().getInt(4));
  }

  private static long duration(Track track, Box traf) throws Mp4Exception {
    long each = defaultDuration(track, traf.require("tfhd"));
    long sum = 0;
    for (Box trun : traf.children("trun")) {
      sum += duration(trun, each);
    }
    return sum;
  }

  private static long defaultDuration(Track track, Box tfhd) {
    int flags = tfhd.flags();
    if ((flags & DEFAULT_DURATION) == 0) {
      return track.defaultDuration();
    }
    int at = 8 + ((flags & BASE_DATA_OFFSET) == 0 ? 0 : 8);
    at += (flags & SAMPLE_DESCRIPTION) == 0 ? 0 : 4;
    return Integer.toUnsignedLong(tfhd.payload().getInt(at));
  }

  private static long duration(Box trun, long each) {
    int flags = trun.flags();
    ByteBuffer payload = trun.payload();
    int samples = payload.getInt(4);
    if ((flags & TRUN_DURATION) == 0) {
      return samples * each;
    }
    int at = 8 + field(flags, TRUN_DATA_OFFSET) + field(flags, TRUN_FIRST_FLAGS);
    int stride = 4 + field(flags, TRUN_SIZE) + field(flags, TRUN_FLAGS) + field(flags, TRUN_CTS);
    long sum = 0;
    for (int i = 0; i < samples; i++) {
      sum += Integer.toUnsignedLong(payload.getInt(at + i * stride));
    }
    return sum;
  }

  private static int field(int flags, int field) {
    return (flags & field) == 0 ? 0 : 4;
  }
}
