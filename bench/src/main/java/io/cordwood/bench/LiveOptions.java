package io.cordwood.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a run of {@link Live} is made.
 *
 * @param viewers how many watch
 * @param apartSeconds between two arrivals
 * @param seconds for how long is counted
 * @param rendition the folder's name of the quality that all watch
 * @param systems which of them watch, in their usual order
 */
record LiveOptions(
    int viewers, int apartSeconds, int seconds, String rendition, List<PlayerSystem> systems) {
  static final String USAGE =
      "a live channel: hls.js alone, p2p-media-loader and Cordwood [--viewers 8] [--apart 2]"
          + " [--seconds 120] [--rendition 480p] [--only plain|p2p-media-loader|cordwood]";

  private static final int MOST = 3600;

  static LiveOptions parse(List<String> words) {
    var said =
        new LinkedHashMap<>(
            Map.of(
                "--viewers", "8",
                "--apart", "2",
                "--seconds", "120",
                "--rendition", "480p",
                "--only", ""));
    for (var i = 0; i < words.size(); i += 2) {
      if (!said.containsKey(words.get(i))) {
        throw new IllegalArgumentException("no option " + words.get(i) + "; " + USAGE);
      }
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(words.get(i) + " needs a value; " + USAGE);
      }
      said.put(words.get(i), words.get(i + 1));
    }
    return new LiveOptions(
        number(said, "--viewers", 1),
        number(said, "--apart", 0),
        number(said, "--seconds", 2),
        said.get("--rendition"),
        systems(said.get("--only")));
  }

  private static List<PlayerSystem> systems(String only) {
    var all = List.of(PlayerSystem.values());
    var some = all.stream().filter(one -> only.isEmpty() || one.label().startsWith(only)).toList();
    if (some.isEmpty()) {
      throw new IllegalArgumentException("--only takes plain, p2p-media-loader or cordwood");
    }
    return some;
  }

  private static int number(Map<String, String> said, String option, int least) {
    try {
      var number = Integer.parseInt(said.get(option));
      if (number >= least && number <= MOST) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below, together with numbers out of range
    }
    throw new IllegalArgumentException(option + " takes a number from " + least + " to " + MOST);
  }

  @Override
  public String toString() {
    return "%d viewers %d s apart, live, %s, %d s"
        .formatted(viewers, apartSeconds, rendition, seconds);
  }
}
