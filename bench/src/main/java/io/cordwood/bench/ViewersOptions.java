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
    var said = defaults();
    for (var i = 0; i < words.size(); i += 2) {
      if (!said.containsKey(words.get(i))) {
        throw new IllegalArgumentException("no option " + words.get(i) + "; " + USAGE);
      }
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(words.get(i) + " needs a value; " + USAGE);
      }
      said.put(words.get(i), words.get(i + 1));
    }
    return new ViewersOptions(
        number(said, "--viewers", 1),
        number(said, "--apart", 0),
        number(said, "--seconds", 2),
        Packaging.of(said.get("--packaging")),
        said.get("--rendition"),
        number(said, "--starts", 0),
        number(said, "--rtt", 0),
        number(said, "--rounds", 1),
        systems(said.get("--only")));
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

  private static List<PlayerSystem> systems(String only) {
    var all = PlayerSystem.OF_FILMS;
    var some = only.isEmpty() ? all : all.stream().filter(one -> one.label().equals(only)).toList();
    if (some.isEmpty()) {
      var labels = all.stream().map(PlayerSystem::label).toList();
      throw new IllegalArgumentException("--only takes one of " + String.join("|", labels));
    }
    return some;
  }

  private static int number(Map<String, String> said, String option, int least) {
    try {
      var number = Integer.parseInt(said.get(option));
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
    return "%d viewers %d s apart, %s, %d s, packaging %s"
        .formatted(viewers, apartSeconds, rendition, seconds, packaging.word());
  }
}
