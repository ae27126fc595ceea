package io.cordwood.webseed.publish.encode;

import java.util.ArrayList;
import java.util.List;

/** Chooses the qualities of a film: no taller than the source, and far enough from one another. */
public final class Ladder {
  private static final int TALLEST = 1080;
  private static final List<Integer> STANDARD = List.of(720, 480, 360, 240);
  private static final double STEP = 0.7;
  private static final int SMALLEST_SIDE = 16;

  private static final double FULL_HD_PIXELS = 1920.0 * 1080;
  private static final int FULL_HD_BITS_PER_SECOND = 5_000_000;
  private static final int LEAST_BITS_PER_SECOND = 100_000;
  private static final double SMALLER_PICTURES_NEED_MORE_PER_PIXEL = 0.75;
  private static final double FAST = 40;
  private static final double MORE_FOR_FAST = 1.3;

  private Ladder() {}

  /**
   * The rungs from the tallest. A rung is named after its shorter side, so a portrait film has the
   * same names as a landscape one.
   */
  public static List<Rung> of(SourceFacts source) {
    int sourceSide = Math.min(source.width(), source.height());
    var sides = new ArrayList<Integer>();
    sides.add(Math.max(SMALLEST_SIDE, Math.min(sourceSide, TALLEST) / 2 * 2));
    for (int side : STANDARD) {
      if (side <= STEP * sides.getLast()) {
        sides.add(side);
      }
    }
    return sides.stream().map(side -> rung(source, side)).toList();
  }

  private static Rung rung(SourceFacts source, int side) {
    double scale = (double) side / Math.min(source.width(), source.height());
    boolean portrait = source.height() > source.width();
    int width = portrait ? side : even(source.width() * scale);
    int height = portrait ? even(source.height() * scale) : side;
    return new Rung(side + "p", width, height, videoBits(source, width, height), audioBits(side));
  }

  private static int even(double pixels) {
    return Math.max(SMALLEST_SIDE, (int) Math.round(pixels / 2) * 2);
  }

  private static int videoBits(SourceFacts source, int width, int height) {
    double share =
        Math.pow(width * (double) height / FULL_HD_PIXELS, SMALLER_PICTURES_NEED_MORE_PER_PIXEL);
    double pace = source.framesPerSecond().perSecond() > FAST ? MORE_FOR_FAST : 1;
    return Math.max(LEAST_BITS_PER_SECOND, (int) (FULL_HD_BITS_PER_SECOND * share * pace));
  }

  private static int audioBits(int side) {
    return side >= 480 ? 128_000 : 96_000;
  }
}
