package io.cordwood.webseed.relay;

import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.webseed.relay.Upstream.Answer;
import io.cordwood.webseed.store.Resource;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a channel that another webseed takes in, their records and init segments. Its
 * invariant: of a segment nothing is given out but pieces whose bytes are those that the channel
 * signed, and a name that no playlist has room for is not asked for. Any thread; all but {@link
 * #held} waits.
 */
final class RelaySegments {
  private static final Logger LOG = LoggerFactory.getLogger(RelaySegments.class);
  private static final long MAX_INIT_BYTES = 16L << 20;

  /** What slid out of the playlist is kept so long, as where the channel is taken in. */
  private static final int GRACE_MS = 60_000;

  private final Source source;
  private final HeldFiles files;
  private final Map<String, SignedRecord> records = new ConcurrentHashMap<>();

  /** A segment's record, or why there is none. */
  private sealed interface Record {
    record Signed(SignedRecord signed) implements Record {}

    record Missing(Found why) implements Record {}
  }

  RelaySegments(Source source, HeldFiles files) {
    this.source = source;
    this.files = files;
  }

  /** What is here of a segment, an init segment or a record; never waits. */
  Optional<Resource> held(LivePath path) {
    return switch (path) {
      case LivePath.Segment(var _, var _, var _, String uri) -> files.find(uri);
      case LivePath.Init(var _, var _, String uri) -> files.find(uri);
      case LivePath.Signed(var segment) -> files.signed(segment.uri());
      case LivePath.Master _, LivePath.Playlist _, LivePath.Other _ -> Optional.empty();
    };
  }

  long bytes() {
    return files.bytes();
  }

  /** A rendition's playlist says this now: what is behind its window is let go. */
  void slide(String rendition, PlaylistView view) {
    view.signed().values().forEach(one -> records.put(one.record().uri().value(), one));
    int from = oldest(view);
    records
        .values()
        .removeIf(
            one ->
                one.record().rendition().value().equals(rendition) && one.record().number() < from);
    try {
      files.trim(new RenditionName(rendition), from, view.firstEpoch());
    } catch (IOException e) {
      LOG.error(
          "{}: old segments cannot be removed: {}. Check the disk.",
          source.known().title(),
          e.toString());
    }
  }

  private int oldest(PlaylistView view) {
    return view.first() - Math.ceilDiv(GRACE_MS, source.known().targetMs());
  }

  /** A segment; {@code early} is told where it can be had from while it still comes. */
  Found segment(
      LivePath.Segment segment, RelayPlaylists playlists, Instant askedAt, Consumer<Found> early) {
    var here = files.find(segment.uri());
    if (here.isPresent()) {
      return new Found.Here(here.get());
    }
    return switch (record(segment, playlists, askedAt)) {
      case Record.Missing(var why) -> why;
      case Record.Signed(var signed) -> segment(segment.uri(), signed, early);
    };
  }

  private Found segment(String uri, SignedRecord signed, Consumer<Found> early) {
    try (var pull = new Pull(signed, files, early)) {
      return switch (source.fetch(uri, pull)) {
        case Answer.Bytes(byte[] bytes, var _) -> keep(uri, () -> files.keep(signed, bytes));
        case Answer refusal -> Source.refused(refusal);
      };
    }
  }

  /** The signed record of a segment. */
  Found signed(LivePath.Segment segment, RelayPlaylists playlists, Instant askedAt) {
    return switch (record(segment, playlists, askedAt)) {
      case Record.Missing(var why) -> why;
      case Record.Signed(var signed) -> new Found.Here(HeldFiles.resource(signed));
    };
  }

  /** From what is known, else from the newest playlist, else from the segment's own. */
  private Record record(LivePath.Segment segment, RelayPlaylists playlists, Instant askedAt) {
    var ready = records.get(segment.uri());
    if (ready != null) {
      return new Record.Signed(ready);
    }
    var playlist = playlists.since(askedAt, segment.rendition());
    var told = records.get(segment.uri());
    if (told != null) {
      return new Record.Signed(told);
    }
    var view = playlists.view(segment.rendition());
    if (view.isEmpty()) {
      return new Record.Missing(playlist instanceof Found.Here ? new Found.Nothing() : playlist);
    }
    boolean possible =
        segment.number() <= view.get().last()
            && segment.number() >= oldest(view.get())
            && segment.epoch() <= view.get().lastEpoch();
    return possible ? recordOfItsOwn(segment) : new Record.Missing(new Found.Nothing());
  }

  private Record recordOfItsOwn(LivePath.Segment segment) {
    var answer =
        source.fetch(LivePath.SIGNED + segment.uri(), SignedRecord.MAX_BYTES, Optional.empty());
    if (!(answer instanceof Answer.Bytes(byte[] bytes, var _))) {
      return new Record.Missing(Source.refused(answer));
    }
    try {
      var signed = SignedRecord.decode(bytes, source.known().channel());
      if (!signed.record().uri().value().equals(segment.uri())) {
        return new Record.Missing(source.wrong(segment.uri(), "its record is another segment's"));
      }
      records.put(segment.uri(), signed);
      return new Record.Signed(signed);
    } catch (InvalidContentException e) {
      return new Record.Missing(source.wrong(segment.uri(), e.getMessage()));
    }
  }

  /** No record has an init segment's hash: it is taken as the trusted webseed sends it. */
  Found init(LivePath.Init init, RelayPlaylists playlists, Instant askedAt) {
    var here = files.find(init.uri());
    if (here.isPresent()) {
      return new Found.Here(here.get());
    }
    if (!isPossible(init, playlists)) {
      var playlist = playlists.since(askedAt, init.rendition());
      if (!isPossible(init, playlists)) {
        return playlist instanceof Found.Here ? new Found.Nothing() : playlist;
      }
    }
    return switch (source.fetch(init.uri(), MAX_INIT_BYTES, Optional.empty())) {
      case Answer.Bytes(byte[] bytes, var _) -> keep(init.uri(), () -> files.keep(init, bytes));
      case Answer refusal -> Source.refused(refusal);
    };
  }

  private static boolean isPossible(LivePath.Init init, RelayPlaylists playlists) {
    return playlists
        .view(init.rendition())
        .filter(view -> init.epoch() <= view.lastEpoch())
        .isPresent();
  }

  /** Puts a file on the disk. */
  @FunctionalInterface
  private interface Keeping {
    void run() throws IOException;
  }

  private Found keep(String uri, Keeping keeping) {
    try {
      keeping.run();
      return files.find(uri).<Found>map(Found.Here::new).orElseGet(Found.Broken::new);
    } catch (IOException e) {
      LOG.error(
          "{}/{} cannot be written: {}. Check the disk.",
          source.known().title(),
          uri,
          e.toString());
      return new Found.Broken();
    }
  }

  /** Keeps nothing, from now on too. */
  void end() throws IOException {
    files.end();
  }
}
