package io.cordwood.webseed.publish.encode;

import io.cordwood.webseed.publish.PublishException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads what {@code ffprobe -of json -show_streams -show_format} prints. */
final class ProbeOutput {
  private final String name;
  private final JsonObject format;
  private final List<JsonObject> streams;

  private ProbeOutput(String name, JsonObject document) {
    this.name = name;
    this.format = document.getJsonObject("format", new JsonObject());
    this.streams =
        document.getJsonArray("streams", new JsonArray()).stream()
            .map(JsonObject.class::cast)
            .toList();
  }

  /** The facts of the film {@code name}; refuses what has no moving picture. */
  static SourceFacts read(String name, String json) throws PublishException {
    try {
      return new ProbeOutput(name, new JsonObject(json)).facts();
    } catch (DecodeException | ClassCastException e) {
      throw new PublishException(
          "ffprobe's answer about " + name + " cannot be read; install ffmpeg 4.4 or newer.", e);
    }
  }

  private SourceFacts facts() throws PublishException {
    JsonObject video =
        streams.stream()
            .filter(stream -> is(stream, "video") && !isCover(stream))
            .findFirst()
            .orElseThrow(this::noPicture);
    if (isStillImage()) {
      throw new PublishException(name + " is a still picture; choose a film.");
    }
    double shape = sampleAspectRatio(video);
    int width = (int) Math.round(video.getInteger("width", 0) * Math.max(1, shape));
    int height = (int) Math.round(video.getInteger("height", 0) / Math.min(1, shape));
    if (width < 1 || height < 1) {
      throw noPicture();
    }
    boolean turned = isTurned(video);
    return new SourceFacts(
        video.getInteger("index"),
        turned ? height : width,
        turned ? width : height,
        FrameRate.forOutput(FrameRate.parse(video.getString("avg_frame_rate", ""))),
        duration(video),
        streams.stream()
            .filter(stream -> is(stream, "audio"))
            .filter(stream -> stream.getInteger("channels", 0) > 0)
            .map(stream -> stream.getInteger("index"))
            .findFirst());
  }

  private PublishException noPicture() {
    boolean sound = streams.stream().anyMatch(stream -> is(stream, "audio"));
    return new PublishException(
        sound
            ? name + " has sound but no moving picture; choose a film."
            : name + " has no moving picture; choose a film.");
  }

  private boolean isStillImage() {
    String formatName = format.getString("format_name", "");
    return formatName.equals("image2")
        || formatName.endsWith("_pipe") && duration(format).isEmpty();
  }

  private static boolean is(JsonObject stream, String type) {
    return type.equals(stream.getString("codec_type"));
  }

  private static boolean isCover(JsonObject stream) {
    var disposition = stream.getJsonObject("disposition", new JsonObject());
    return disposition.getInteger("attached_pic", 0) == 1
        || disposition.getInteger("timed_thumbnails", 0) == 1;
  }

  private static double sampleAspectRatio(JsonObject video) {
    String[] parts = video.getString("sample_aspect_ratio", "1:1").split(":");
    try {
      double ratio = Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
      return ratio > 0.1 && ratio < 10 ? ratio : 1;
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return 1;
    }
  }

  private static boolean isTurned(JsonObject video) {
    double degrees =
        video.getJsonArray("side_data_list", new JsonArray()).stream()
            .map(JsonObject.class::cast)
            .map(data -> data.getValue("rotation"))
            .filter(Number.class::isInstance)
            .mapToDouble(rotation -> ((Number) rotation).doubleValue())
            .findFirst()
            .orElse(0);
    return Math.round(Math.abs(degrees) / 90) % 2 == 1;
  }

  private Optional<Duration> duration(JsonObject video) {
    return seconds(format).or(() -> seconds(video));
  }

  private static Optional<Duration> seconds(JsonObject document) {
    try {
      double seconds = Double.parseDouble(document.getString("duration", ""));
      return seconds > 0
          ? Optional.of(Duration.ofMillis(Math.round(seconds * 1000)))
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
