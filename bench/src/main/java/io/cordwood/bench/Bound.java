package io.cordwood.bench;

import io.cordwood.bench.harness.Film;

/**
 * The fewest copies for an audience of which nobody waits for a peer before the first frame: one of
 * the film, and for each other viewer the first segment again, 1 + (N−1)·s/L.
 *
 * @param bySeconds with s and L in seconds
 * @param byBytes with s and L in bytes, which is what copies count
 */
record Bound(double bySeconds, double byBytes) {

  static Bound of(Film film, String rendition, int viewers) {
    var first = film.segments(rendition).getFirst();
    return new Bound(
        copies(viewers, first.durationSeconds() / film.seconds(rendition)),
        copies(viewers, (double) first.sizeBytes() / film.bytes(rendition)));
  }

  private static double copies(int viewers, double share) {
    return 1 + (viewers - 1) * share;
  }
}
