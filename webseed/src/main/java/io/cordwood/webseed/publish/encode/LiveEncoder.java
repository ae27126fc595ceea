package io.cordwood.webseed.publish.encode;

import io.cordwood.webseed.publish.PublishException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What ffmpeg is told for a live channel: renditions with key frames at the same moments, segments
 * of two seconds, pushed by PUT. Pure but for the question what a source is.
 */
public final class LiveEncoder {
  private static final int SEGMENT_SECONDS = 2;
  private static final int SOUND_BITS_PER_SECOND = 96_000;
  private static final int DEFAULT_HEIGHT = 1080;

  /**
   * What is known of an input.
   *
   * @param height of its picture, pixels
   * @param sound whether it has any
   * @param ends whether it is as long as it is, as a file is, and not itself live
   */
  public record Source(int height, boolean sound, boolean ends) {}

  private static final Source TEST_PICTURE = new Source(480, true, false);

  private LiveEncoder() {}

  /**
   * What is known of an input, none for the test picture. Fails without ffmpeg; may wait for the
   * network.
   */
  public static Source look(Programs programs, Optional<String> input) throws PublishException {
    try {
      programs.ffmpeg(List.of("-version"), _ -> {});
    } catch (PublishException e) {
      throw new PublishException(
          "ffmpeg is missing. Install it (Debian: apt install ffmpeg), or use --push and another encoder.",
          e);
    }
    return input.isPresent() ? probe(programs, input.get()) : TEST_PICTURE;
  }

  private static Source probe(Programs programs, String input) throws PublishException {
    var lines = new ArrayList<String>();
    var ending =
        programs.ffprobe(
            List.of(
                "-v",
                "error",
                "-show_entries",
                "stream=codec_type,height:format=duration",
                "-of",
                "csv=p=0",
                input),
            lines::add);
    if (!ending.good() || lines.stream().noneMatch(line -> line.startsWith("video"))) {
      throw new PublishException(
          "%s has no picture that ffmpeg can read (%s); name another file or address."
              .formatted(input, ending.complaint()));
    }
    int height =
        lines.stream()
            .filter(line -> line.matches("video,[0-9]+.*"))
            .mapToInt(line -> Integer.parseInt(line.split(",")[1]))
            .max()
            .orElse(DEFAULT_HEIGHT);
    return new Source(
        height,
        lines.stream().anyMatch(line -> line.startsWith("audio")),
        Files.isRegularFile(Path.of(input))
            || lines.stream().anyMatch(line -> line.matches("[0-9]+\\.[0-9]+")));
  }

  /** Of the wanted heights, those that the source has; the source's own when it has none. */
  public static List<Integer> heights(List<Integer> wanted, Source source) {
    var fitting = wanted.stream().filter(height -> height <= source.height()).distinct().toList();
    return fitting.isEmpty() ? List.of(source.height() / 2 * 2) : fitting;
  }

  /**
   * The arguments.
   *
   * @param input a file or an address; a test picture without one. What ends plays at its own pace
   * @param loop whether it begins again when it has ended
   * @param heights of the renditions, pixels
   * @param to where to push to: the channel's ingest address with its key
   */
  public static List<String> arguments(
      Optional<String> input, boolean loop, Source source, List<Integer> heights, String to) {
    var arguments = new ArrayList<>(List.of("-hide_banner", "-nostdin", "-loglevel", "warning"));
    arguments.addAll(
        input.map(one -> ofInput(one, source.ends(), loop)).orElseGet(LiveEncoder::testPicture));
    boolean sound = input.isEmpty() || source.sound();
    arguments.addAll(List.of("-filter_complex", filter(heights)));
    for (int i = 0; i < heights.size(); i++) {
      arguments.addAll(List.of("-map", "[v" + i + "]"));
      if (sound) {
        arguments.addAll(List.of("-map", (input.isEmpty() ? "1" : "0") + ":a:0"));
      }
    }
    arguments.addAll(video(heights));
    if (sound) {
      arguments.addAll(
          List.of("-c:a", "aac", "-ac", "2", "-ar", "48000", "-b:a", "" + SOUND_BITS_PER_SECOND));
    }
    arguments.addAll(hls(heights, sound, to));
    return arguments;
  }

  private static List<String> ofInput(String input, boolean ends, boolean loop) {
    var arguments = new ArrayList<String>();
    if (ends) {
      arguments.add("-re");
      if (loop) {
        arguments.addAll(List.of("-stream_loop", "-1"));
      }
    }
    arguments.addAll(List.of("-i", input));
    return arguments;
  }

  /** Moving colours with the time that has passed, and a tone. */
  private static List<String> testPicture() {
    return List.of(
        "-re",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=854x480:rate=25",
        "-re",
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440:beep_factor=4:sample_rate=48000,volume=0.1");
  }

  private static String filter(List<Integer> heights) {
    var filter = new StringBuilder("[0:v:0]split=" + heights.size());
    for (int i = 0; i < heights.size(); i++) {
      filter.append("[s" + i + "]");
    }
    for (int i = 0; i < heights.size(); i++) {
      filter.append(";[s%d]scale=-2:%d,format=yuv420p[v%d]".formatted(i, heights.get(i), i));
    }
    return filter.toString();
  }

  private static List<String> video(List<Integer> heights) {
    var arguments =
        new ArrayList<>(
            List.of(
                "-c:v",
                "libx264",
                "-preset",
                "veryfast",
                "-sc_threshold",
                "0",
                "-force_key_frames",
                "expr:gte(t,n_forced*" + SEGMENT_SECONDS + ")"));
    for (int i = 0; i < heights.size(); i++) {
      int bits = bitsPerSecond(heights.get(i));
      arguments.addAll(List.of("-b:v:" + i, "" + bits, "-maxrate:v:" + i, "" + bits));
      arguments.addAll(List.of("-bufsize:v:" + i, "" + bits * 2));
    }
    return arguments;
  }

  /** 1.4 Mbit/s at 480 lines, in proportion to the area to the power of 0.75. */
  static int bitsPerSecond(int height) {
    return (int) Math.round(1_400_000 * Math.pow(height / 480.0, 1.5) / 1000) * 1000;
  }

  private static List<String> hls(List<Integer> heights, boolean sound, String to) {
    var variants = new ArrayList<String>();
    for (int i = 0; i < heights.size(); i++) {
      String tracks = sound ? "v:%d,a:%d" : "v:%d";
      variants.add(String.format(Locale.ROOT, tracks, i, i) + ",name:" + heights.get(i) + "p");
    }
    return List.of(
        "-f",
        "hls",
        "-method",
        "PUT",
        "-hls_time",
        "" + SEGMENT_SECONDS,
        "-hls_list_size",
        "10",
        "-hls_segment_type",
        "fmp4",
        "-hls_flags",
        "independent_segments",
        "-master_pl_name",
        "master.m3u8",
        "-var_stream_map",
        String.join(" ", variants),
        to + "/%v/index.m3u8");
  }
}
