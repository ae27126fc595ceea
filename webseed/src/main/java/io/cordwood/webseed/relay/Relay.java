package io.cordwood.webseed.relay;

import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SegmentHasher;
import io.cordwood.swarm.content.SegmentRecord;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.webseed.relay.RelayCounters.Outcome;
import io.cordwood.webseed.relay.Upstream.Answer;
import io.cordwood.webseed.store.PlaylistResource;
import io.cordwood.webseed.store.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One channel that another webseed takes in: its files, fetched from there when they are asked for.
 * Any thread.
 *
 * <p>Its invariants: a segment is given out only when its bytes are those that the channel signed;
 * each file is fetched once, however many ask; a playlist is as new as half a segment, or as new as
 * can be had; a name that no playlist has room for is not asked for. What is here is given out
 * whether the other webseed answers or not.
 */
final class Relay {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final long MAX_PLAYLIST_BYTES = 1L << 20;
  private static final long MAX_INIT_BYTES = 16L << 20;

  /** What slid out of the playlist is kept so long, as where the channel is taken in. */
  private static final int GRACE_MS = 60_000;

  private static final Duration LEAST_REST = Duration.ofMillis(250);
  private static final Duration FULL_AGAIN = Duration.ofSeconds(1);

  private final HeldFiles files;
  private final Upstream upstream;
  private final RelayCounters counters;
  private final Flights flights;
  private final InstantSource clock;
  private final Map<String, Shown> playlists = new ConcurrentHashMap<>();
  private final Map<String, PlaylistView> views = new ConcurrentHashMap<>();
  private final Map<String, SignedRecord> records = new ConcurrentHashMap<>();
  private volatile KnownChannel known;
  private volatile Instant restUntil = Instant.MIN;

  /**
   * A playlist as it is given out.
   *
   * @param begunAt when the request began that brought it
   */
  private record Shown(Resource resource, String text, Optional<String> tag, Instant begunAt) {}

  /** A segment's record, or why there is none. */
  private sealed interface Record {
    record Signed(SignedRecord signed) implements Record {}

    record Missing(Found why) implements Record {}
  }

  Relay(
      KnownChannel known,
      HeldFiles files,
      Upstream upstream,
      RelayCounters counters,
      Flights flights,
      InstantSource clock) {
    this.known = known;
    this.files = files;
    this.upstream = upstream;
    this.counters = counters;
    this.flights = flights;
    this.clock = clock;
  }

  KnownChannel known() {
    return known;
  }

  /** The node says where the channel is taken in now. */
  void update(KnownChannel now) {
    boolean moved = !now.from().equals(known.from());
    known = now;
    if (moved) {
      restUntil = Instant.MIN;
      playlists.replaceAll(
          (_, one) -> new Shown(one.resource(), one.text(), Optional.empty(), Instant.MIN));
    }
  }

  /** Whether viewers can be sent here. */
  boolean serves() {
    return playlists.containsKey(LivePath.MASTER);
  }

  long bytes() {
    return files.bytes();
  }

  /** What is here, however old; never waits. */
  Optional<Resource> held(String path) {
    return switch (LivePath.of(path)) {
      case LivePath.Segment(var _, var _, var _, String uri) -> files.find(uri);
      case LivePath.Init(var _, var _, String uri) -> files.find(uri);
      case LivePath.Signed(var segment) -> files.signed(segment.uri());
      case LivePath.Master _, LivePath.Playlist _ ->
          Optional.ofNullable(playlists.get(path)).map(Shown::resource);
      case LivePath.Other() -> Optional.empty();
    };
  }

  /** What lies at a path; fetched when it must be. */
  CompletableFuture<Found> find(String path) {
    var now = clock.instant();
    var live = LivePath.of(path);
    boolean playlist = live instanceof LivePath.Master || live instanceof LivePath.Playlist;
    var here =
        held(path)
            .filter(_ -> !playlist || !playlists.get(path).begunAt().isBefore(freshSince(now)));
    if (here.isPresent()) {
      return CompletableFuture.completedFuture(new Found.Here(here.get()));
    }
    return switch (live) {
      case LivePath.Other() -> CompletableFuture.completedFuture(new Found.Nothing());
      case LivePath.Master() -> join(path, () -> refresh(path, freshSince(now)));
      case LivePath.Playlist(String rendition) -> join(path, () -> playlist(path, rendition, now));
      case LivePath.Segment segment -> join(path, () -> segment(segment, now));
      case LivePath.Signed(var segment) -> join(path, () -> signed(segment, now));
      case LivePath.Init init -> join(path, () -> init(init, now));
    };
  }

  private CompletableFuture<Found> join(String path, Supplier<Found> work) {
    return switch (flights.join(new FlightName(this, path), work)) {
      case Flights.Flight.Begun(var found) -> found;
      case Flights.Flight.Joined(var found) -> {
        counters.count(known.title(), Outcome.JOINED);
        yield found;
      }
      case Flights.Flight.Full() -> {
        counters.count(known.title(), Outcome.BUSY);
        yield CompletableFuture.completedFuture(new Found.Busy(FULL_AGAIN));
      }
    };
  }

  /** Of this relay: one that takes its place, for another key, shares nothing with it. */
  private record FlightName(Relay of, String path) {}

  private Instant freshSince(Instant now) {
    return now.minusMillis(known.targetMs() / 2);
  }

  private Found playlist(String path, String rendition, Instant now) {
    if (!names(rendition)) {
      var master = since(LivePath.MASTER, freshSince(now));
      if (!(master instanceof Found.Here)) {
        return master;
      }
    }
    return names(rendition) ? refresh(path, freshSince(now)) : new Found.Nothing();
  }

  private boolean names(String rendition) {
    var master = playlists.get(LivePath.MASTER);
    return master != null
        && master
            .text()
            .lines()
            .anyMatch(
                line ->
                    line.equals(rendition + "/index.m3u8")
                        || line.contains("\"" + rendition + "/index.m3u8\""));
  }

  /** A playlist that was asked for no earlier than this; waits. */
  private Found since(String path, Instant notBefore) {
    var found = join(path, () -> refresh(path, notBefore)).join();
    var shown = playlists.get(path);
    boolean older = shown != null && shown.begunAt().isBefore(notBefore);
    return older ? join(path, () -> refresh(path, notBefore)).join() : found;
  }

  private Found refresh(String path, Instant notBefore) {
    var shown = Optional.ofNullable(playlists.get(path));
    if (shown.filter(one -> !one.begunAt().isBefore(notBefore)).isPresent()) {
      return new Found.Here(shown.get().resource());
    }
    var begunAt = clock.instant();
    var answer = fetch(path, MAX_PLAYLIST_BYTES, shown.flatMap(Shown::tag));
    return switch (answer) {
      case Answer.Bytes(byte[] bytes, var tag) -> show(path, bytes, tag, begunAt);
      case Answer.Same() -> {
        var same = shown.orElseThrow();
        playlists.put(path, new Shown(same.resource(), same.text(), same.tag(), begunAt));
        yield new Found.Here(same.resource());
      }
      case Answer.Nothing(), Answer.Busy(var _), Answer.Away(var _) ->
          shown.<Found>map(old -> new Found.Here(old.resource())).orElseGet(() -> refused(answer));
    };
  }

  private Found show(String path, byte[] bytes, Optional<String> tag, Instant begunAt) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    try {
      if (LivePath.of(path) instanceof LivePath.Playlist(String rendition)) {
        var before = Optional.ofNullable(views.get(rendition)).map(PlaylistView::signed);
        var view = PlaylistView.read(text, rendition, known.channel(), before.orElseGet(Map::of));
        views.put(rendition, view);
        view.signed().values().forEach(one -> records.put(one.record().uri().value(), one));
        slide(rendition, view);
      }
    } catch (InvalidContentException e) {
      var old = Optional.ofNullable(playlists.get(path));
      var wrong = wrong(path, e.getMessage());
      return old.<Found>map(one -> new Found.Here(one.resource())).orElse(wrong);
    }
    var shown = new Shown(PlaylistResource.of(text), text, tag, begunAt);
    playlists.put(path, shown);
    return new Found.Here(shown.resource());
  }

  /** Lets go what is behind the window. */
  private void slide(String rendition, PlaylistView view) {
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
          "{}: old segments cannot be removed: {}. Check the disk.", known.title(), e.toString());
    }
  }

  private int oldest(PlaylistView view) {
    return view.first() - Math.ceilDiv(GRACE_MS, known.targetMs());
  }

  private Found segment(LivePath.Segment segment, Instant askedAt) {
    var here = files.find(segment.uri());
    if (here.isPresent()) {
      return new Found.Here(here.get());
    }
    return switch (record(segment, askedAt)) {
      case Record.Missing(var why) -> why;
      case Record.Signed(var signed) -> segment(segment.uri(), signed);
    };
  }

  private Found segment(String uri, SignedRecord signed) {
    var record = signed.record();
    return switch (fetch(uri, record.sizeBytes(), Optional.empty())) {
      case Answer.Bytes(byte[] bytes, var _) -> {
        if (!isWhole(bytes, record)) {
          yield wrong(uri, "its bytes are not those that were signed");
        }
        yield keep(uri, () -> files.keep(signed, bytes));
      }
      case Answer.Same() -> new Found.Broken();
      case Answer refusal -> refused(refusal);
    };
  }

  private boolean isWhole(byte[] bytes, SegmentRecord record) {
    if (bytes.length != record.sizeBytes()) {
      return false;
    }
    var hasher = new SegmentHasher(io.cordwood.swarm.content.LiveChannel.PIECE_LENGTH);
    hasher.update(bytes, 0, bytes.length);
    return hasher.finish().root().equals(record.root());
  }

  private Found signed(LivePath.Segment segment, Instant askedAt) {
    return switch (record(segment, askedAt)) {
      case Record.Missing(var why) -> why;
      case Record.Signed(var signed) -> new Found.Here(HeldFiles.resource(signed));
    };
  }

  /** From what is known, else from the newest playlist, else from the segment's own. */
  private Record record(LivePath.Segment segment, Instant askedAt) {
    var ready = records.get(segment.uri());
    if (ready != null) {
      return new Record.Signed(ready);
    }
    var playlist = playlistSince(segment.rendition(), askedAt);
    var told = records.get(segment.uri());
    var view = views.get(segment.rendition());
    if (told != null) {
      return new Record.Signed(told);
    }
    if (view == null) {
      return new Record.Missing(playlist instanceof Found.Here ? new Found.Nothing() : playlist);
    }
    boolean possible =
        segment.number() <= view.last()
            && segment.number() >= oldest(view)
            && segment.epoch() <= view.lastEpoch();
    return possible ? recordOfItsOwn(segment) : new Record.Missing(new Found.Nothing());
  }

  private Found playlistSince(String rendition, Instant askedAt) {
    if (!names(rendition)) {
      var master = since(LivePath.MASTER, freshSince(askedAt));
      if (!names(rendition)) {
        return master instanceof Found.Here ? new Found.Nothing() : master;
      }
    }
    return since(rendition + "/index.m3u8", askedAt);
  }

  private Record recordOfItsOwn(LivePath.Segment segment) {
    var answer = fetch(LivePath.SIGNED + segment.uri(), SignedRecord.MAX_BYTES, Optional.empty());
    if (!(answer instanceof Answer.Bytes(byte[] bytes, var _))) {
      return new Record.Missing(refused(answer));
    }
    try {
      var signed = SignedRecord.decode(bytes, known.channel());
      if (!signed.record().uri().value().equals(segment.uri())) {
        return new Record.Missing(wrong(segment.uri(), "its record is another segment's"));
      }
      records.put(segment.uri(), signed);
      return new Record.Signed(signed);
    } catch (InvalidContentException e) {
      return new Record.Missing(wrong(segment.uri(), e.getMessage()));
    }
  }

  /** No record has an init segment's hash: it is taken as the trusted webseed sends it. */
  private Found init(LivePath.Init init, Instant askedAt) {
    var here = files.find(init.uri());
    if (here.isPresent()) {
      return new Found.Here(here.get());
    }
    if (!views.containsKey(init.rendition())
        || init.epoch() > views.get(init.rendition()).lastEpoch()) {
      var playlist = playlistSince(init.rendition(), askedAt);
      var view = views.get(init.rendition());
      if (view == null || init.epoch() > view.lastEpoch()) {
        return playlist instanceof Found.Here ? new Found.Nothing() : playlist;
      }
    }
    return switch (fetch(init.uri(), MAX_INIT_BYTES, Optional.empty())) {
      case Answer.Bytes(byte[] bytes, var _) -> keep(init.uri(), () -> files.keep(init, bytes));
      case Answer.Same() -> new Found.Broken();
      case Answer refusal -> refused(refusal);
    };
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
      LOG.error("{}/{} cannot be written: {}. Check the disk.", known.title(), uri, e.toString());
      return new Found.Broken();
    }
  }

  /** Asks the other webseed, but for a moment after it did not answer. */
  private Answer fetch(String path, long maxBytes, Optional<String> tag) {
    var from = known.from();
    if (from.isEmpty()) {
      return new Answer.Away("nobody takes it in");
    }
    if (clock.instant().isBefore(restUntil)) {
      return new Answer.Away("it did not answer just now");
    }
    var answer = upstream.get(from.get(), path, maxBytes, tag);
    switch (answer) {
      case Answer.Bytes(byte[] bytes, var _) -> {
        counters.count(known.title(), Outcome.PULLED);
        counters.bytes(known.title(), bytes.length);
      }
      case Answer.Same() -> counters.count(known.title(), Outcome.PULLED);
      case Answer.Nothing() -> counters.count(known.title(), Outcome.NOTHING);
      case Answer.Busy(var _) -> counters.count(known.title(), Outcome.BUSY);
      case Answer.Away(String why) -> {
        counters.count(known.title(), Outcome.AWAY);
        LOG.debug("{} does not come from {}: {}", known.title(), from.get(), why);
        rest();
      }
    }
    return answer;
  }

  private void rest() {
    var half = Duration.ofMillis(known.targetMs() / 2);
    restUntil = clock.instant().plus(half.compareTo(LEAST_REST) > 0 ? half : LEAST_REST);
  }

  private static Found refused(Answer answer) {
    return switch (answer) {
      case Answer.Nothing() -> new Found.Nothing();
      case Answer.Busy(var retryAfter) -> new Found.Busy(retryAfter);
      case Answer.Bytes _, Answer.Same _, Answer.Away _ -> new Found.Broken();
    };
  }

  private Found wrong(String path, String why) {
    counters.count(known.title(), Outcome.WRONG);
    LOG.warn("{}/{} of {} is not served: {}", known.title(), path, known.from().orElse(null), why);
    return new Found.Broken();
  }

  void clear() throws IOException {
    files.clear();
  }
}
