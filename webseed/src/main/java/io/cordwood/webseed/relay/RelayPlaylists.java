package io.cordwood.webseed.relay;

import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.webseed.relay.Upstream.Answer;
import io.cordwood.webseed.store.PlaylistResource;
import io.cordwood.webseed.store.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * The playlists of a channel that another webseed takes in. Its invariant: one that is given out is
 * as new as half a segment, or as new as can be had, and each of its records was checked. Any
 * thread.
 */
final class RelayPlaylists {
  private static final long MAX_BYTES = 1L << 20;

  private final Source source;
  private final InstantSource clock;
  private final BiConsumer<String, PlaylistView> news;
  private final Map<String, Shown> shown = new ConcurrentHashMap<>();
  private final Map<String, PlaylistView> views = new ConcurrentHashMap<>();

  /**
   * A playlist as it is given out.
   *
   * @param begunAt when the request began that brought it
   */
  private record Shown(Resource resource, String text, Optional<String> tag, Instant begunAt) {}

  /** {@code news} is told what a rendition's playlist says whenever another one came. */
  RelayPlaylists(Source source, InstantSource clock, BiConsumer<String, PlaylistView> news) {
    this.source = source;
    this.clock = clock;
    this.news = news;
  }

  /** The webseed that brought them takes the channel in no more: all are asked for anew. */
  void moved() {
    shown.replaceAll(
        (_, one) -> new Shown(one.resource(), one.text(), Optional.empty(), Instant.MIN));
  }

  /** What is here, however old; never waits. */
  Optional<Resource> held(String path) {
    return Optional.ofNullable(shown.get(path)).map(Shown::resource);
  }

  /** What a rendition's playlist said when it came last. */
  Optional<PlaylistView> view(String rendition) {
    return Optional.ofNullable(views.get(rendition));
  }

  /** The master playlist. */
  CompletableFuture<Found> master() {
    var notBefore = freshSince(clock.instant());
    return fresh(LivePath.MASTER, notBefore)
        .orElseGet(() -> source.once(LivePath.MASTER, () -> refresh(LivePath.MASTER, notBefore)));
  }

  /** A rendition's. */
  CompletableFuture<Found> find(String rendition) {
    var notBefore = freshSince(clock.instant());
    return fresh(path(rendition), notBefore)
        .orElseGet(() -> source.once(path(rendition), () -> playlist(rendition, notBefore)));
  }

  private static String path(String rendition) {
    return rendition + "/index.m3u8";
  }

  private Instant freshSince(Instant now) {
    return now.minusMillis(source.known().targetMs() / 2);
  }

  private Optional<CompletableFuture<Found>> fresh(String path, Instant notBefore) {
    return Optional.ofNullable(shown.get(path))
        .filter(one -> !one.begunAt().isBefore(notBefore))
        .map(one -> CompletableFuture.completedFuture(new Found.Here(one.resource())));
  }

  private Found playlist(String rendition, Instant notBefore) {
    if (!names(rendition)) {
      var master = since(LivePath.MASTER, notBefore);
      if (!(master instanceof Found.Here)) {
        return master;
      }
    }
    return names(rendition) ? refresh(path(rendition), notBefore) : new Found.Nothing();
  }

  private boolean names(String rendition) {
    var master = shown.get(LivePath.MASTER);
    return master != null
        && master
            .text()
            .lines()
            .anyMatch(
                line ->
                    line.equals(path(rendition)) || line.contains("\"" + path(rendition) + "\""));
  }

  /** A rendition's that was asked for no earlier than this; waits. */
  Found since(Instant askedAt, String rendition) {
    if (!names(rendition)) {
      var master = since(LivePath.MASTER, freshSince(askedAt));
      if (!names(rendition)) {
        return master instanceof Found.Here ? new Found.Nothing() : master;
      }
    }
    return since(path(rendition), askedAt);
  }

  private Found since(String path, Instant notBefore) {
    var found = source.once(path, () -> refresh(path, notBefore)).join();
    var one = shown.get(path);
    boolean older = one != null && one.begunAt().isBefore(notBefore);
    return older ? source.once(path, () -> refresh(path, notBefore)).join() : found;
  }

  private Found refresh(String path, Instant notBefore) {
    var old = Optional.ofNullable(shown.get(path));
    if (old.filter(one -> !one.begunAt().isBefore(notBefore)).isPresent()) {
      return new Found.Here(old.get().resource());
    }
    var begunAt = clock.instant();
    var answer = source.fetch(path, MAX_BYTES, old.flatMap(Shown::tag));
    return switch (answer) {
      case Answer.Bytes(byte[] bytes, var tag) -> show(path, bytes, tag, begunAt);
      case Answer.Same() -> {
        var same = old.orElseThrow();
        shown.put(path, new Shown(same.resource(), same.text(), same.tag(), begunAt));
        yield new Found.Here(same.resource());
      }
      case Answer.Nothing _, Answer.Busy _, Answer.Wrong _, Answer.Away _ ->
          old.<Found>map(one -> new Found.Here(one.resource()))
              .orElseGet(() -> Source.refused(answer));
    };
  }

  private Found show(String path, byte[] bytes, Optional<String> tag, Instant begunAt) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    try {
      if (LivePath.of(path) instanceof LivePath.Playlist(String rendition)) {
        var before = view(rendition).map(PlaylistView::signed).orElseGet(Map::of);
        var view = PlaylistView.read(text, rendition, source.known().channel(), before);
        views.put(rendition, view);
        news.accept(rendition, view);
      }
    } catch (InvalidContentException e) {
      var wrong = source.wrong(path, e.getMessage());
      return held(path).<Found>map(Found.Here::new).orElse(wrong);
    }
    var fresh = new Shown(PlaylistResource.of(text), text, tag, begunAt);
    shown.put(path, fresh);
    return new Found.Here(fresh.resource());
  }
}
