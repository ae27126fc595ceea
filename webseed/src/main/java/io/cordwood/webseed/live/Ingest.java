package io.cordwood.webseed.live;

import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.webseed.live.intake.PublisherPlaylist;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a publisher's whole requests do to a channel. Waits for the disk. */
public final class Ingest {
  /** The most bytes of a segment: 256 pieces (PROTOCOL §2.5). */
  public static final long MAX_SEGMENT_BYTES =
      LiveChannel.PIECE_LENGTH.endOf(LiveChannel.MAX_SEGMENT_PIECES);

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

  /** A segment or init segment begins to come; false when its rendition has no room. */
  public static boolean begin(Channel channel, IngestPath path, long order) {
    boolean admitted = channel.admits(path.rendition());
    if (admitted) {
      channel.begun(path.rendition(), path.file(), order);
    }
    return admitted;
  }

  /** It did not come whole; nothing is left of it. */
  public static void discard(Channel channel, IngestPath path, long order) {
    channel.gone(path.rendition(), order);
  }

  /** It came whole. */
  public static Outcome file(Channel channel, IngestPath path, long order, byte[] bytes)
      throws IOException {
    if (bytes.length == 0) {
      discard(channel, path, order);
      return new Outcome.Refused(400, "A segment has at least one byte; send it with its body.");
    }
    var file = channel.folder().incoming().resolve(Long.toString(order));
    channel.stored(path.rendition(), path.file(), order, Blobs.write(file, bytes), bytes);
    return new Outcome.Taken();
  }

  /** A file or playlist came whole that is refused; what encoders send once is remembered. */
  public static void refused(Channel channel, IngestPath path, byte[] bytes) {
    if (path.kind() == IngestPath.Kind.MEDIA) {
      channel.refused(path, bytes);
      return;
    }
    var text = new String(bytes, StandardCharsets.UTF_8);
    if (MasterPlaylists.is(text)) {
      channel.refusedMaster(text);
    }
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
}
