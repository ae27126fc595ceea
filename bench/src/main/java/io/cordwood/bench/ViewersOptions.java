package io.cordwood.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a run of {@link Viewers} is made.
 *
 * @param viewers how many watch; eight tabs are what two cores play without dropped frames
 * @param apartSeconds between two arrivals; 0 for all at once
 * @param seconds how long the film is
 * @param packaging how it is cut
 * @param rendition the folder's name of the quality that all watch
 * @param starts starts of each system at each distance; the median of fewer than thirty says little
 * @param roundTripMs the greater distance of the starts; 0 for none
 * @param rounds how often each system's audience watches, in turn; told is the round with the
 *     middle number of copies
 * @param systems which of them watch, in their usual order
 */
record ViewersOptions(
    int viewers,
    int apartSeconds,
    int seconds,
    Packaging packaging,
    String rendition,
    int starts,
    int roundTripMs,
    int rounds,
    List<PlayerSystem> systems) {
  static final String USAGE =
      "real viewers: hls.js alone, p2p-media-loader and Cordwood [--viewers 8] [--apart 2]"
          + " [--seconds 120] [--packaging fast-start|plain] [--rendition 480p] [--starts 30]"
          + " [--rtt 50 (ms)] [--rounds 1] [--only plain|p2p-media-loader|cordwood]";

  static ViewersOptions parse(List<String> words) {
    var options = Options.parse(words, defaults(), USAGE);
    return new ViewersOptions(
        options.number("--viewers", 1),
        options.number("--apart", 0),
        options.number("--seconds", 2),
        Packaging.of(options.text("--packaging")),
        options.text("--rendition"),
        options.number("--starts", 0),
        options.number("--rtt", 0),
        options.number("--rounds", 1),
        options.systems("--only", PlayerSystem.OF_FILMS));
  }

  private static Map<String, String> defaults() {
    var defaults = new LinkedHashMap<String, String>();
    defaults.put("--viewers", "8");
    defaults.put("--apart", "2");
    defaults.put("--seconds", "120");
    defaults.put("--packaging", Packaging.FAST_START.word());
    defaults.put("--rendition", "480p");
    defaults.put("--starts", "30");
    defaults.put("--rtt", "50");
    defaults.put("--rounds", "1");
    defaults.put("--only", "");
    return defaults;
  }

  @Override
  public String toString() {
    return "%d viewers %d s apart, %s, %d s, packaging %s"
        .formatted(viewers, apartSeconds, rendition, seconds, packaging.word());
  }
}
