package io.cordwood.webseed.publish.mp4;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The movie box: tracks and how they are coded (ISO/IEC 14496-12 §8.2 to 8.5, 14496-15 §5.3). */
final class Movie {
  private static final int SAMPLE_ENTRIES_AT = 8;
  private static final int VISUAL_ENTRY_BYTES = 78;
  private static final String AAC_LC = "mp4a.40.2";

  private final List<Track> tracks;
  private final List<String> codecs;

  private Movie(List<Track> tracks, List<String> codecs) {
    this.tracks = List.copyOf(tracks);
    this.codecs = List.copyOf(codecs);
  }

  static Movie read(Box moov) throws Mp4Exception {
    var tracks = new ArrayList<Track>();
    var codecs = new ArrayList<String>();
    for (Box trak : moov.children("trak")) {
      tracks.add(track(moov, trak));
      codec(trak).ifPresent(codecs::add);
    }
    return new Movie(tracks, codecs);
  }

  private static Track track(Box moov, Box trak) throws Mp4Exception {
    Box header = trak.require("tkhd");
    int id = header.payload().getInt(header.version() == 1 ? 20 : 12);
    Box media = trak.require("mdia", "mdhd");
    long timescale = media.payload().getInt(media.version() == 1 ? 20 : 12);
    if (timescale <= 0) {
      throw new Mp4Exception("a track without a timescale");
    }
    boolean video = Box.type(trak.require("mdia", "hdlr").payload(), 4).equals("vide");
    return new Track(id, timescale, defaultDuration(moov, id), skipped(trak), video);
  }

  private static long defaultDuration(Box moov, int track) throws Mp4Exception {
    return moov.require("mvex").children("trex").stream()
        .filter(trex -> trex.payload().getInt(4) == track)
        .findFirst()
        .map(trex -> Integer.toUnsignedLong(trex.payload().getInt(12)))
        .orElse(0L);
  }

  /** The media time of the only edit (§8.6.6). */
  private static long skipped(Box trak) {
    return trak.at("edts", "elst")
        .filter(edits -> edits.payload().getInt(4) == 1)
        .map(
            edits ->
                edits.version() == 1
                    ? edits.payload().getLong(16)
                    : (long) edits.payload().getInt(12))
        .filter(mediaTime -> mediaTime > 0)
        .orElse(0L);
  }

  private static Optional<String> codec(Box trak) throws Mp4Exception {
    ByteBuffer entries = trak.require("mdia", "minf", "stbl", "stsd").payload();
    ByteBuffer first = entries.slice(SAMPLE_ENTRIES_AT, entries.limit() - SAMPLE_ENTRIES_AT);
    for (Box entry : Box.in(first)) {
      if (entry.type().equals("mp4a")) {
        return Optional.of(AAC_LC);
      }
      if (entry.type().equals("avc1")) {
        return Optional.of("avc1." + profileAndLevel(entry));
      }
    }
    return Optional.empty();
  }

  private static String profileAndLevel(Box avc1) throws Mp4Exception {
    ByteBuffer payload = avc1.payload();
    var below = payload.slice(VISUAL_ENTRY_BYTES, payload.limit() - VISUAL_ENTRY_BYTES);
    ByteBuffer avcC = new Box("avc1", below).require("avcC").payload();
    return "%02x%02x%02x".formatted(avcC.get(1), avcC.get(2), avcC.get(3));
  }

  Track track(int id) throws Mp4Exception {
    return tracks.stream()
        .filter(track -> track.id() == id)
        .findFirst()
        .orElseThrow(() -> new Mp4Exception("a fragment of an unknown track"));
  }

  /** As RFC 6381 writes them, in the order of the tracks. */
  List<String> codecs() {
    return codecs;
  }
}
