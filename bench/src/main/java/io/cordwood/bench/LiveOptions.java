package io.cordwood.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a run of {@link Live} is made.
 *
 * @param viewers how many watch
 * @param apart between two arrivals
 * @param seconds for how long is counted
 * @param rendition the folder's name of the quality that all watch
 * @param systems which of them watch, in their usual order
 */
record LiveOptions(
    int viewers, Duration apart, int seconds, String rendition, List<PlayerSystem> systems) {
  private static final List<PlayerSystem> ALL = List.of(PlayerSystem.values());

  static final String USAGE =
      "a live channel: hls.js alone, p2p-media-loader and Cordwood [--viewers 8] [--apart 1.25]"
          + " [--seconds 120] [--rendition 480p] [--only LABEL]";

  /** By itself eight viewers come at eight different moments of a segment of two seconds. */
  static LiveOptions parse(List<String> words) {
    var options =
        Options.parse(
            words,
            Map.of(
                "--viewers", "8",
                "--apart", "1.25",
                "--seconds", "120",
                "--rendition", "480p",
                "--only", ""),
            USAGE);
    return new LiveOptions(
        options.number("--viewers", 1),
        options.seconds("--apart"),
        options.number("--seconds", 2),
        options.text("--rendition"),
        options.systems("--only", ALL));
  }

  @Override
  public String toString() {
    return "%d viewers %.2f s apart, live, %s, %d s"
        .formatted(viewers, apart.toMillis() / 1000.0, rendition, seconds);
  }
}
