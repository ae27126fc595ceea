package io.cordwood.bench;

import java.util.List;

/**
 * How a run of {@link Viewers} is made.
 *
 * @param viewers how many watch; eight tabs are what two cores play without dropped frames
 * @param apartSeconds between two arrivals
 * @param starts starts of each system; the median of fewer than twenty says little
 * @param rendition the folder's name of the quality that all watch
 * @param segments how much of the film, from its beginning; the demo film has 26
 */
record ViewersOptions(int viewers, int apartSeconds, int starts, String rendition, int segments) {
  static final String USAGE =
      "real viewers, hls.js alone and Cordwood [--viewers 8] [--apart 2] [--starts 20]"
          + " [--rendition 480p] [--segments 26]";

  static ViewersOptions parse(List<String> words) {
    var options = new ViewersOptions(8, 2, 20, "480p", 26);
    for (var i = 0; i < words.size(); i += 2) {
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(words.get(i) + " needs a value; " + USAGE);
      }
      options = options.with(words.get(i), words.get(i + 1));
    }
    return options;
  }

  private ViewersOptions with(String option, String value) {
    return switch (option) {
      case "--viewers" ->
          new ViewersOptions(number(option, value, 1), apartSeconds, starts, rendition, segments);
      case "--apart" ->
          new ViewersOptions(viewers, number(option, value, 0), starts, rendition, segments);
      case "--starts" ->
          new ViewersOptions(viewers, apartSeconds, number(option, value, 0), rendition, segments);
      case "--rendition" -> new ViewersOptions(viewers, apartSeconds, starts, value, segments);
      case "--segments" ->
          new ViewersOptions(viewers, apartSeconds, starts, rendition, number(option, value, 1));
      default -> throw new IllegalArgumentException("no option " + option + "; " + USAGE);
    };
  }

  private static int number(String option, String value, int least) {
    try {
      var number = Integer.parseInt(value);
      if (number >= least && number <= 1000) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, together with numbers out of range
    }
    throw new IllegalArgumentException(option + " takes a number from " + least + " to 1000");
  }

  @Override
  public String toString() {
    return "%d viewers %d s apart, %s, %d segments"
        .formatted(viewers, apartSeconds, rendition, segments);
  }
}
