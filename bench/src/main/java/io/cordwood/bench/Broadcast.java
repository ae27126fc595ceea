package io.cordwood.bench;

import io.cordwood.bench.harness.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A test picture in two qualities that was encoded beforehand, and that stock ffmpeg pushes at its
 * own pace, again and again. An encoder that shares the viewers' processors falls behind when they
 * have much to do, and whoever watches has to stall then, whatever their player.
 */
final class Broadcast {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Twenty seconds; a key frame every two, of 25 pictures a second. */
  private static final String ENCODE =
      """
      ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=size=854x480:rate=25
      -f lavfi -i sine=frequency=440:beep_factor=4:r=48000 -t 20
      -filter_complex [0:v]format=yuv420p,split[v0][full];[full]scale=-2:240[v1]
      -map [v0] -map [v1] -map 1:a
      -c:v libx264 -preset veryfast -g 50 -keyint_min 50 -sc_threshold 0
      -b:v:0 1400k -maxrate:v:0 1400k -bufsize:v:0 2800k
      -b:v:1 495k -maxrate:v:1 495k -bufsize:v:1 990k
      -c:a aac -ac 2 -b:a 96k
      """;

  private static final String PUSH =
      """
      ffmpeg -nostdin -v warning -re -stream_loop -1 -i broadcast.mp4
      -map 0:v:0 -map 0:a -map 0:v:1 -map 0:a -c copy
      -f hls -method PUT -hls_time 2 -hls_list_size 10 -hls_segment_type fmp4
      -hls_flags independent_segments -master_pl_name master.m3u8
      """;

  private static final String VARIANTS = "v:0,a:0,name:480p v:1,a:1,name:240p";

  private Broadcast() {}

  /** Encodes the picture in {@code folder} and pushes it, until the process is closed. */
  static ServerProcess to(String address, Path folder) {
    ServerProcess.start("encoder", folder, command(ENCODE, "broadcast.mp4"), Map.of())
        .awaitSuccess(LIMIT);
    var push = command(PUSH, "-var_stream_map", VARIANTS, address + "%v/index.m3u8");
    return ServerProcess.start("broadcaster", folder, push, Map.of());
  }

  private static List<String> command(String words, String... more) {
    return Stream.concat(Arrays.stream(words.strip().split("\\s+")), Stream.of(more)).toList();
  }
}
