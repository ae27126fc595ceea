package io.cordwood.webseed.live;

import io.cordwood.webseed.store.TitleDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which master playlist a channel has: its publisher's, once all renditions that it names
 * have segments, without those that do not come in time; one of our own where none is sent. Used by
 * the channel's lane only; touches no disk.
 */
final class MasterDesk {
  private static final int PATIENCE_TARGETS = 3;

  private Optional<String> wanted = Optional.empty();
  private long firstSegmentMs;

  /** The publisher's, as it was sent. */
  void wants(String text) {
    wanted = Optional.of(text);
  }

  /** A segment is there at this moment of the wall clock, milliseconds since 1970. */
  void segment(long nowMs) {
    firstSegmentMs = firstSegmentMs == 0 ? nowMs : firstSegmentMs;
  }

  /** Whether there has been a segment. */
  boolean hasBegun() {
    return firstSegmentMs > 0;
  }

  /** The master playlist to show from now on; empty when it stays. */
  Optional<MasterPlaylists.Read> due(
      long nowMs, ChannelState state, Map<String, LiveRendition> renditions) {
    if (!hasBegun()) {
      return Optional.empty();
    }
    boolean waited = nowMs - firstSegmentMs > (long) PATIENCE_TARGETS * state.targetMs();
    if (wanted.isEmpty() && state.master().isEmpty() && waited) {
      wanted = Optional.of(single(renditions.values().iterator().next()));
    }
    return wanted
        .flatMap(text -> ready(text, waited, renditions))
        .filter(read -> !read.text().equals(state.master()));
  }

  private Optional<MasterPlaylists.Read> ready(
      String text, boolean waited, Map<String, LiveRendition> renditions) {
    var whole = MasterPlaylists.read(text, _ -> true);
    var ready = MasterPlaylists.read(text, name -> isShown(renditions.get(name)));
    if (ready.equals(whole)) {
      wanted = ready.isEmpty() ? wanted : Optional.empty();
      return ready;
    }
    return ready.filter(_ -> waited);
  }

  private static boolean isShown(LiveRendition rendition) {
    return rendition != null && rendition.playlist().isPresent();
  }

  private static String single(LiveRendition rendition) {
    long bits =
        rendition.entries().stream()
            .mapToLong(one -> one.record().sizeBytes() * 8_000_000 / Math.max(1, one.durationUs()))
            .max()
            .orElse(1);
    return MasterPlaylists.single(rendition.name().value(), bits).text();
  }

  /** All renditions after some were read anew: each keeps its place, new ones come last. */
  static List<TitleDocument.Rendition> places(
      List<TitleDocument.Rendition> known, List<TitleDocument.Rendition> read) {
    var all = new ArrayList<>(known);
    for (var one : read) {
      int place = all.stream().map(TitleDocument.Rendition::name).toList().indexOf(one.name());
      if (place < 0) {
        all.add(one);
      } else {
        all.set(place, one);
      }
    }
    return all;
  }
}
