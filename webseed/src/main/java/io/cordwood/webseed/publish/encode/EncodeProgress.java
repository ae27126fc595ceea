package io.cordwood.webseed.publish.encode;

import java.time.Duration;

/** Follows what {@code ffmpeg -progress} prints. */
final class EncodeProgress {
  private static final String OUT_TIME = "out_time_us=";

  private final double totalUs;
  private final Progress progress;

  EncodeProgress(SourceFacts source, Progress progress) {
    this.totalUs = source.duration().map(Duration::toMillis).orElse(0L) * 1000.0;
    this.progress = progress;
  }

  void line(String line) {
    if (totalUs > 0 && line.matches(OUT_TIME + "[0-9]{1,15}")) {
      double done = Long.parseLong(line.substring(OUT_TIME.length())) / totalUs;
      progress.at("Encoding", Math.min(1, done));
    }
  }
}
