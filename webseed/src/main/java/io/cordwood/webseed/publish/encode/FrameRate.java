package io.cordwood.webseed.publish.encode;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Pictures a second, as a fraction.
 *
 * @param numerator at least 1
 * @param denominator at least 1
 */
public record FrameRate(long numerator, long denominator) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})/([0-9]{1,9})");
  private static final FrameRate USUAL = new FrameRate(25, 1);
  private static final FrameRate LEAST = new FrameRate(10, 1);
  private static final FrameRate MOST = new FrameRate(60, 1);

  /** Reads {@code 30000/1001}; empty for {@code 0/0} and other words. */
  static Optional<FrameRate> parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long numerator = Long.parseLong(matcher.group(1));
    long denominator = Long.parseLong(matcher.group(2));
    return numerator == 0 || denominator == 0
        ? Optional.empty()
        : Optional.of(new FrameRate(numerator, denominator));
  }

  /**
   * The constant rate to encode at: the average of the source, which for a variable rate is the
   * best one; between 10 and 60.
   */
  static FrameRate forOutput(Optional<FrameRate> average) {
    FrameRate rate = average.orElse(USUAL);
    if (rate.perSecond() < LEAST.perSecond()) {
      return LEAST;
    }
    return rate.perSecond() > MOST.perSecond() ? MOST : rate;
  }

  /** As a number. */
  public double perSecond() {
    return (double) numerator / denominator;
  }

  /** As ffmpeg writes it. */
  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
