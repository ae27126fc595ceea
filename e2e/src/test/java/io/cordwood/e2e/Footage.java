package io.cordwood.e2e;

import io.cordwood.bench.harness.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The test picture as segments of two seconds that ffmpeg has made, in renditions {@code 240p} and
 * {@code 120p}.
 */
record Footage(Path folder) {
  static final List<String> RENDITIONS = List.of("240p", "120p");
  static final int SEGMENT_SECONDS = 2;
  private static final Duration ENCODING = Duration.ofMinutes(2);

  /** Encodes so many segments. */
  static Footage of(Path folder, int segments) {
    var made = folder.toAbsolutePath().resolve("footage");
    var source = "testsrc2=size=320x240:rate=15:duration=" + segments * SEGMENT_SECONDS;
    var sound = "sine=frequency=330:beep_factor=4:duration=" + segments * SEGMENT_SECONDS;
    var command =
        List.of(
            "ffmpeg",
            "-hide_banner",
            "-nostdin",
            "-loglevel",
            "warning",
            "-f",
            "lavfi",
            "-i",
            source,
            "-f",
            "lavfi",
            "-i",
            sound,
            "-filter_complex",
            "[0:v]split=2[a][b];[b]scale=-2:120[c]",
            "-map",
            "[a]",
            "-map",
            "1:a",
            "-map",
            "[c]",
            "-map",
            "1:a",
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-pix_fmt",
            "yuv420p",
            "-b:v:0",
            "600k",
            "-b:v:1",
            "200k",
            "-g",
            "30",
            "-keyint_min",
            "30",
            "-sc_threshold",
            "0",
            "-c:a",
            "aac",
            "-ar",
            "48000",
            "-f",
            "hls",
            "-hls_time",
            "2",
            "-hls_list_size",
            "0",
            "-hls_segment_type",
            "fmp4",
            "-hls_flags",
            "independent_segments",
            "-master_pl_name",
            "master.m3u8",
            "-hls_segment_filename",
            made + "/%v/s%d.m4s",
            "-var_stream_map",
            "v:0,a:0,name:240p v:1,a:1,name:120p",
            made + "/%v/index.m3u8");
    ServerProcess.start("ffmpeg", folder, command, Map.of()).awaitSuccess(ENCODING);
    return new Footage(made);
  }

  byte[] master() {
    return read("master.m3u8");
  }

  byte[] init(String rendition) {
    return read(rendition + "/init_" + RENDITIONS.indexOf(rendition) + ".mp4");
  }

  byte[] segment(String rendition, int number) {
    return read(rendition + "/s" + number + ".m4s");
  }

  private byte[] read(String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
