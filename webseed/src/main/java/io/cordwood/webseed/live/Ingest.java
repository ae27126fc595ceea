package io.cordwood.webseed.live;

import io.cordwood.webseed.live.intake.PublisherPlaylist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a publisher's whole requests do to a channel. Waits for the disk. */
public final class Ingest {
  /** The most bytes of a segment: 256 pieces (PROTOCOL §2.5). */
  public static final long MAX_SEGMENT_BYTES = 16L << 20;

  /** The most bytes of a playlist. */
  public static final long MAX_PLAYLIST_BYTES = 1L << 20;

  private Ingest() {}

  /** What came of a request. */
  public sealed interface Outcome {
    /** It was taken. */
    record Taken() implements Outcome {}

    /** It was not; {@code sentence} says what to do. */
    record Refused(int status, String sentence) implements Outcome {}
  }

  /** A file begins to come; where it is to be written. */
  public static Path begin(Channel channel, IngestPath path, long order) {
    channel.begun(path.rendition(), path.file(), order);
    return channel.folder().incoming().resolve(Long.toString(order));
  }

  /** It ended early; nothing is left of it. */
  public static void discard(Channel channel, IngestPath path, long order, Path file) {
    Incoming.delete(file);
    channel.gone(path.rendition(), order);
  }

  /** It came whole. */
  public static Outcome file(Channel channel, IngestPath path, long order, Path file)
      throws IOException {
    if (Files.size(file) == 0) {
      discard(channel, path, order, file);
      return new Outcome.Refused(400, "A segment has at least one byte; send it with its body.");
    }
    channel.stored(path.rendition(), path.file(), order, Blobs.read(file));
    return new Outcome.Taken();
  }

  /** A playlist came whole. */
  public static Outcome playlist(Channel channel, IngestPath path, long order, String text) {
    if (MasterPlaylists.is(text)) {
      channel.master(text);
      return new Outcome.Taken();
    }
    return switch (PublisherPlaylist.read(text)) {
      case PublisherPlaylist.Reading.Refused(String sentence) -> new Outcome.Refused(422, sentence);
      case PublisherPlaylist.Reading.Readable(PublisherPlaylist playlist) -> {
        channel.playlist(path.rendition(), order, playlist);
        yield new Outcome.Taken();
      }
    };
  }

  /** Whether the channel has room for the path's rendition. */
  public static boolean admits(Channel channel, IngestPath path) {
    return channel.admits(path.rendition());
  }
}
