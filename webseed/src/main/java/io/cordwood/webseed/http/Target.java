package io.cordwood.webseed.http;

import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.TitleId;
import java.util.List;

/** What a request's path names (PROTOCOL §3). */
sealed interface Target {
  /** A file of a title; {@code path} is relative to the title's folder. */
  record OfTitle(TitleId title, String path) implements Target {}

  /** A file of the viewer's client. */
  record OfClient(String path) implements Target {}

  /** Something of a publisher's; {@code components} follow {@code ingest}. */
  record OfIngest(List<String> components) implements Target {}

  /** {@code /health}. */
  record Health() implements Target {}

  /** {@code /metrics}. */
  record Metrics() implements Target {}

  /** Nothing that exists. */
  record Nothing() implements Target {}

  /** A path that is refused, whatever exists. */
  record Refused() implements Target {}

  /** Reads a path without its query. */
  static Target of(String rawPath) {
    return RequestPath.components(rawPath).map(Target::of).orElseGet(Refused::new);
  }

  private static Target of(List<String> components) {
    List<String> below = components.subList(1, components.size());
    return switch (components.getFirst()) {
      case "health" -> below.isEmpty() ? new Health() : new Nothing();
      case "metrics" -> below.isEmpty() ? new Metrics() : new Nothing();
      case "client" -> below.isEmpty() ? new Nothing() : new OfClient(join(below));
      case "ingest" -> new OfIngest(below);
      case "t" -> below.size() < 3 ? new Nothing() : ofTitle(below);
      default -> new Nothing();
    };
  }

  private static Target ofTitle(List<String> components) {
    try {
      var title = TitleId.parse(components.get(0) + "/" + components.get(1));
      return new OfTitle(title, join(components.subList(2, components.size())));
    } catch (InvalidContentException e) {
      return new Nothing();
    }
  }

  private static String join(List<String> components) {
    return String.join("/", components);
  }
}
