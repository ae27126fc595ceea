package io.cordwood.webseed.publish.encode;

import io.cordwood.webseed.publish.PublishException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Takes a picture from a film. */
public final class Poster {
  private static final String NAME = "poster.jpg";
  private static final double AT = 0.2;
  private static final int MAX_WIDTH = 1280;

  private final Programs programs;

  /** Runs {@code programs}. */
  public Poster(Programs programs) {
    this.programs = programs;
  }

  /** Puts {@code poster.jpg} into {@code folder}: a picture from the first part of the film. */
  public void make(Path film, Optional<Duration> duration, Path folder)
      throws PublishException, IOException {
    double seconds = duration.map(Duration::toMillis).orElse(0L) * AT / 1000;
    if (!take(film, seconds, folder) && !take(film, 0, folder)) {
      throw new PublishException(
          "No picture can be taken from " + film + "; choose a file that plays.");
    }
  }

  /** The same, but a film without a picture is fine, and so is a machine without ffmpeg. */
  public void tryToMake(Path film, Optional<Duration> duration, Path folder) throws IOException {
    try {
      make(film, duration, folder);
    } catch (PublishException e) {
      Files.deleteIfExists(folder.resolve(NAME));
    }
  }

  private boolean take(Path film, double seconds, Path folder)
      throws PublishException, IOException {
    Path poster = folder.resolve(NAME);
    var arguments =
        List.of(
            "-nostdin",
            "-v",
            "error",
            "-y",
            "-ss",
            String.format(Locale.ROOT, "%.3f", seconds),
            "-i",
            film.toString(),
            "-frames:v",
            "1",
            "-vf",
            "thumbnail=12,scale='min(%d,iw*sar)':-2,setsar=1".formatted(MAX_WIDTH),
            "-pix_fmt",
            "yuvj420p",
            "-q:v",
            "4",
            "-f",
            "image2",
            "-update",
            "1",
            poster.toString());
    var ending = programs.ffmpeg(arguments, _ -> {});
    return ending.good() && Files.exists(poster) && Files.size(poster) > 0;
  }
}
