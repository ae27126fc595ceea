package io.cordwood.webseed;

import io.cordwood.swarm.content.Owner;
import io.cordwood.swarm.content.Slug;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.publish.encode.Programs;
import java.net.URI;
import picocli.CommandLine.Option;

/** What all who put a title on air say of it and of their machine. */
final class PublisherOptions {
  @Option(
      names = "--owner",
      paramLabel = "NAME",
      defaultValue = "home",
      description = "the site that it belongs to (default: ${DEFAULT-VALUE})")
  private String owner;

  @Option(names = "--closed", description = "admit viewers with a ticket only")
  private boolean closed;

  @Option(
      names = "--webseed",
      paramLabel = "URL",
      defaultValue = "${env:CORDWOOD_WEBSEED_URL:-http://localhost:8081}",
      description =
          "the webseed that its torrent names, and that a channel is pushed to"
              + " (CORDWOOD_WEBSEED_URL; default: ${DEFAULT-VALUE})")
  private URI webseed;

  @Option(
      names = "--tracker",
      paramLabel = "URL",
      defaultValue = "${env:CORDWOOD_TRACKER}",
      description =
          "the tracker that its torrent names, as ws://host (CORDWOOD_TRACKER; default: the node's"
              + " host and CORDWOOD_TRACKER_PORT or 8082)")
  private String tracker;

  @Option(
      names = "--ffmpeg",
      paramLabel = "PROGRAM",
      defaultValue = "${env:CORDWOOD_FFMPEG:-ffmpeg}",
      description = "ffmpeg (CORDWOOD_FFMPEG; default: ${DEFAULT-VALUE})")
  private String ffmpeg;

  @Option(
      names = "--ffprobe",
      paramLabel = "PROGRAM",
      defaultValue = "${env:CORDWOOD_FFPROBE:-ffprobe}",
      description = "ffprobe (CORDWOOD_FFPROBE; default: ${DEFAULT-VALUE})")
  private String ffprobe;

  /** Throws an {@code InvalidContentException} where the owner is no name. */
  TitleId title(Slug slug) {
    return new TitleId(new Owner(owner), slug);
  }

  boolean open() {
    return !closed;
  }

  /** Of the webseed, with a slash at its end. */
  URI webseed() {
    return CommonOptions.base(webseed);
  }

  URI tracker(CommonOptions common) {
    return common.tracker(tracker);
  }

  String ffmpeg() {
    return ffmpeg;
  }

  Programs programs() {
    return new Programs(ffmpeg, ffprobe);
  }
}
