package io.cordwood.webseed.publish.encode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The ffmpeg command that makes all rungs of a film in one pass: H.264 and AAC, a constant frame
 * rate, key frames each second for the first four and every other second after that, one fragment
 * from each key frame to the next.
 */
final class EncodeCommand {
  private static final String KEY_FRAMES =
      "expr:gte(t,if(lt(n_forced,4),n_forced,4+(n_forced-4)*2))";
  private static final int NEVER = 100_000;
  private static final int HIGH_PROFILE_FROM_HEIGHT = 480;
  private static final String QUALITY = "22";

  private final Path input;
  private final SourceFacts source;
  private final List<Rung> rungs;

  EncodeCommand(Path input, SourceFacts source, List<Rung> rungs) {
    this.input = input;
    this.source = source;
    this.rungs = rungs;
  }

  /** Arguments after the program's name; each rung is written to {@code folder/NAME.mp4}. */
  List<String> arguments(Path folder) {
    var arguments = new ArrayList<String>();
    add(arguments, "-nostdin -hide_banner -v error -progress pipe:1 -nostats -y -i");
    arguments.add(input.toString());
    add(arguments, "-filter_complex");
    arguments.add(filters());
    for (int i = 0; i < rungs.size(); i++) {
      output(arguments, i);
      arguments.add(folder.resolve(rungs.get(i).name() + ".mp4").toString());
    }
    return arguments;
  }

  private String filters() {
    var graph = new ArrayList<String>();
    graph.add(
        "[0:%d]fps=%s:start_time=0,split=%d%s"
            .formatted(source.videoStream(), source.framesPerSecond(), rungs.size(), pads("s")));
    for (int i = 0; i < rungs.size(); i++) {
      Rung rung = rungs.get(i);
      graph.add(
          "[s%d]scale=%d:%d:flags=bicubic,setsar=1,format=yuv420p[v%d]"
              .formatted(i, rung.width(), rung.height(), i));
    }
    source
        .audioStream()
        .ifPresent(
            stream ->
                graph.add(
                    "[0:%d]aresample=48000:async=1:first_pts=0,aformat=channel_layouts=stereo,asplit=%d%s"
                        .formatted(stream, rungs.size(), pads("a"))));
    return String.join(";", graph);
  }

  private String pads(String name) {
    return IntStream.range(0, rungs.size())
        .mapToObj(i -> "[" + name + i + "]")
        .collect(Collectors.joining());
  }

  private void output(List<String> arguments, int i) {
    Rung rung = rungs.get(i);
    String profile =
        Math.min(rung.width(), rung.height()) < HIGH_PROFILE_FROM_HEIGHT ? "main" : "high";
    int bits = rung.maxVideoBitsPerSecond();
    add(arguments, "-map [v%d] -c:v libx264 -preset veryfast -profile:v %s".formatted(i, profile));
    add(arguments, "-crf %s -maxrate %d -bufsize %d".formatted(QUALITY, bits, bits * 2));
    add(arguments, "-g %d -keyint_min 1 -sc_threshold 0 -force_key_frames".formatted(NEVER));
    arguments.add(KEY_FRAMES);
    if (source.audioStream().isPresent()) {
      add(arguments, "-map [a%d] -c:a aac -b:a %d".formatted(i, rung.audioBitsPerSecond()));
    }
    add(arguments, "-map_metadata -1 -map_chapters -1 -sn -dn -f mp4");
    add(arguments, "-movflags +frag_keyframe+delay_moov+default_base_moof+skip_trailer");
  }

  private static void add(List<String> arguments, String words) {
    arguments.addAll(List.of(words.split(" ")));
  }
}
