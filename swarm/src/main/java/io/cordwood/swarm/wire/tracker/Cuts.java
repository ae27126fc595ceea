package io.cordwood.swarm.wire.tracker;

import java.util.Arrays;

/** Ranges of bytes to leave out of a text: the lines of candidates that nobody may be sent to. */
final class Cuts {
  private static final int FIRST_ROOM = 16;

  /** Where each range begins and ends, in their order; none touches another. */
  private int[] bounds = {};

  private int used;
  private int lines;

  void clear() {
    used = 0;
    lines = 0;
  }

  /** Cuts one line, from..to with its line end; it comes after those before. */
  void add(int from, int to) {
    lines++;
    if (used > 0 && bounds[used - 1] == from) {
      bounds[used - 1] = to;
      return;
    }
    if (used == bounds.length) {
      bounds = Arrays.copyOf(bounds, Math.max(FIRST_ROOM, 2 * used));
    }
    bounds[used++] = from;
    bounds[used++] = to;
  }

  /** How many lines are cut. */
  int lines() {
    return lines;
  }

  /** A copy of from..to, which holds all that is cut, without it. */
  byte[] without(byte[] source, int from, int to) {
    var rest = new byte[to - from - bytes()];
    int at = 0;
    int kept = from;
    for (int i = 0; i < used; i += 2) {
      System.arraycopy(source, kept, rest, at, bounds[i] - kept);
      at += bounds[i] - kept;
      kept = bounds[i + 1];
    }
    System.arraycopy(source, kept, rest, at, to - kept);
    return rest;
  }

  private int bytes() {
    int bytes = 0;
    for (int i = 0; i < used; i += 2) {
      bytes += bounds[i + 1] - bounds[i];
    }
    return bytes;
  }
}
