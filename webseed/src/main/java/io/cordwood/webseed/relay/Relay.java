package io.cordwood.webseed.relay;

import io.cordwood.webseed.store.Resource;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One channel that another webseed takes in: its files, fetched from there when they are asked for.
 * What is here is given out whether the other webseed answers or not. Any thread.
 */
final class Relay {
  private final Source source;
  private final RelayPlaylists playlists;
  private final RelaySegments segments;
  private final InstantSource clock;

  Relay(
      KnownChannel known,
      HeldFiles files,
      Upstream upstream,
      RelayCounters counters,
      Flights flights,
      InstantSource clock) {
    this.source = new Source(known, upstream, counters, flights, clock);
    this.segments = new RelaySegments(source, files);
    this.playlists = new RelayPlaylists(source, clock, segments::slide);
    this.clock = clock;
  }

  KnownChannel known() {
    return source.known();
  }

  /** The node says where the channel is taken in now. */
  void update(KnownChannel now) {
    if (source.update(now)) {
      playlists.moved();
    }
  }

  /** Whether viewers can be sent here. */
  boolean serves() {
    return playlists.held(LivePath.MASTER).isPresent();
  }

  long bytes() {
    return segments.bytes();
  }

  /** What is here, however old; never waits. */
  Optional<Resource> held(String path) {
    return segments.held(LivePath.of(path)).or(() -> playlists.held(path));
  }

  /** What lies at a path; fetched when it must be. */
  CompletableFuture<Found> find(String path) {
    var now = clock.instant();
    var live = LivePath.of(path);
    var here = segments.held(live);
    if (here.isPresent()) {
      return CompletableFuture.completedFuture(new Found.Here(here.get()));
    }
    return switch (live) {
      case LivePath.Other() -> CompletableFuture.completedFuture(new Found.Nothing());
      case LivePath.Master() -> playlists.master();
      case LivePath.Playlist(String rendition) -> playlists.find(rendition);
      case LivePath.Segment segment ->
          source.once(path, early -> segments.segment(segment, playlists, now, early));
      case LivePath.Signed(var segment) ->
          source.once(path, () -> segments.signed(segment, playlists, now));
      case LivePath.Init init -> source.once(path, () -> segments.init(init, playlists, now));
    };
  }

  /** Keeps nothing, from now on too. */
  void end() throws IOException {
    segments.end();
  }
}
