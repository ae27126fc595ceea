package io.cordwood.bench;

import io.cordwood.bench.harness.Film;
import io.cordwood.bench.harness.Repository;
import io.cordwood.bench.harness.ServerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the film of a run in a folder: the demo film, again from its beginning when it is too
 * short, encoded by {@code publish}. Either packaging holds the same frames in the same coded form.
 */
final class Cutting {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String BEST = "480p";

  /** Nobody listens there: what is published for its encode alone is announced to no one. */
  private static final String NO_NODE = "http://127.0.0.1:1";

  private final Repository repository;
  private final Path folder;

  Cutting(Repository repository, Path folder) {
    this.repository = repository;
    this.folder = folder;
  }

  /** The film as an HLS folder, in {@code seconds} and {@code packaging}. */
  Film film(int seconds, Packaging packaging) {
    try {
      Files.createDirectories(folder);
      var encoded = encoded(source(seconds));
      return switch (packaging) {
        case FAST_START -> encoded;
        case PLAIN -> plain(encoded);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Encoded again, almost without loss: a copied stream cannot be cut to the second. */
  private Path source(int seconds) throws IOException {
    var whole = folder.resolve("whole.mp4");
    var demo = new Film(repository.demo());
    try (var out = Files.newOutputStream(whole)) {
      Files.copy(demo.folder().resolve(BEST).resolve("init.mp4"), out);
      for (var segment : demo.segments(BEST)) {
        Files.copy(demo.folder().resolve(segment.uri()), out);
      }
    }
    var source = folder.resolve("film.mp4");
    ffmpeg("-stream_loop", "-1", "-i", whole.toString())
        .and("-t", Integer.toString(seconds), "-c:v", "libx264", "-preset", "ultrafast")
        .and("-qp", "10", "-c:a", "aac", "-b:a", "192k", source.toString())
        .run();
    return source;
  }

  private Film encoded(Path source) {
    var data = folder.resolve("encoded");
    var arguments = new ArrayList<>(List.of("publish", source.toString(), "--node", NO_NODE));
    arguments.addAll(List.of("--owner", "demo", "--slug", "film", "--data", data.toString()));
    ServerProcess.startJar("encode", folder, repository.webseed(), Map.of(), arguments)
        .awaitSuccess(LIMIT);
    return new Film(data.resolve("titles/demo/film"));
  }

  private Film plain(Film encoded) throws IOException {
    var target = Files.createDirectories(folder.resolve("plain"));
    Files.copy(encoded.folder().resolve("master.m3u8"), target.resolve("master.m3u8"));
    for (var rendition : encoded.renditions()) {
      var to = Files.createDirectories(target.resolve(rendition));
      ffmpeg("-i", encoded.folder().resolve(rendition).resolve("index.m3u8").toString())
          .and("-c", "copy", "-f", "hls", "-hls_time", "4", "-hls_playlist_type", "vod")
          .and("-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "init.mp4")
          .and("-hls_flags", "independent_segments")
          .and("-hls_segment_filename", to.resolve("%d.m4s").toString())
          .and(to.resolve("index.m3u8").toString())
          .run();
    }
    return new Film(target);
  }

  private Ffmpeg ffmpeg(String... words) {
    return new Ffmpeg(List.of("ffmpeg", "-nostdin", "-v", "error", "-y")).and(words);
  }

  /** A call of ffmpeg that is being written. */
  private final class Ffmpeg {
    private final List<String> command;

    Ffmpeg(List<String> command) {
      this.command = command;
    }

    Ffmpeg and(String... words) {
      return new Ffmpeg(Stream.concat(command.stream(), Stream.of(words)).toList());
    }

    void run() {
      ServerProcess.start("ffmpeg", folder, command, Map.of()).awaitSuccess(LIMIT);
    }
  }
}
