package io.cordwood.webseed.publish.mp4;

import java.math.BigInteger;

/**
 * A track of the movie box.
 *
 * @param id its number in fragments
 * @param timescale units in a second
 * @param defaultDuration of a sample, in those units, where a fragment does not say (trex)
 * @param skipped units at its start that are not presented, such as an encoder's priming (elst)
 * @param video whether it holds pictures
 */
record Track(int id, long timescale, long defaultDuration, long skipped, boolean video) {
  long us(long units) {
    return BigInteger.valueOf(units)
        .multiply(BigInteger.valueOf(1_000_000))
        .divide(BigInteger.valueOf(timescale))
        .longValueExact();
  }
}
