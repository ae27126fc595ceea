package io.cordwood.webseed.live;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Lets go what is too old for viewers and in no recording, and what the disk has no room for. Used
 * by the channel's lane only.
 */
final class Retention {
  /** Viewers that are behind still get what slid out of the playlist. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  /** So many more than have a file may stand in the log, or a quarter of these. */
  private static final int LOOSE_ENTRIES = 2000;

  private static final int LOOSE_SHARE = 4;

  private final ChannelFiles files;
  private final ChannelLog log;
  private int logged;

  /** {@code logged} entries stand in the log. */
  Retention(ChannelFiles files, ChannelLog log, int logged) {
    this.files = files;
    this.log = log;
    this.logged = logged;
  }

  /** Puts an entry into the log. */
  void add(LogEntry entry) throws IOException {
    log.add(entry);
    logged++;
  }

  /** Lets go what it must; the renditions whose playlists named something of it. */
  List<LiveRendition> trim(
      Collection<LiveRendition> renditions, ChannelConfig config, ChannelState state)
      throws IOException {
    for (var rendition : renditions) {
      for (var old : past(rendition, config, state.targetMs())) {
        letGo(old, config, state);
      }
    }
    var shorter = makeRoom(renditions, config);
    int kept = files.keptCount();
    if (logged > kept + Math.max(LOOSE_ENTRIES, kept / LOOSE_SHARE)) {
      log.keep(one -> files.has(one.record().uri().value(), one.record().sizeBytes()));
      logged = kept;
    }
    return shorter;
  }

  private static List<LogEntry> past(LiveRendition rendition, ChannelConfig config, int targetMs) {
    long spanMs = Math.max((long) config.windowSegments() * targetMs, config.dvrMs());
    long fromUs = rendition.newestEndUs() - 1000 * (spanMs + GRACE.toMillis());
    var past = new ArrayList<LogEntry>();
    for (var old = rendition.dropBefore(fromUs, config.windowSegments());
        old.isPresent();
        old = rendition.dropBefore(fromUs, config.windowSegments())) {
      past.add(old.get());
    }
    return past;
  }

  /** Viewers ask for it no more; a recording may need it. */
  void letGo(LogEntry entry, ChannelConfig config, ChannelState state) throws IOException {
    String uri = entry.record().uri().value();
    if (config.record() && entry.record().number() > state.filmedTo()) {
      files.stopServing(uri);
    } else {
      files.delete(uri);
    }
  }

  /** The oldest go first; what playlists name at least stays. */
  private List<LiveRendition> makeRoom(Collection<LiveRendition> renditions, ChannelConfig config)
      throws IOException {
    var shorter = new ArrayList<LiveRendition>();
    while (files.keptBytes() > config.maxBytes() && files.oldest().isPresent()) {
      String oldest = files.oldest().get();
      for (var rendition : renditions) {
        for (var entry : rendition.entries()) {
          if (entry.record().uri().value().equals(oldest)) {
            if (!rendition.drop(entry, config.windowSegments())) {
              return shorter;
            }
            shorter.add(rendition);
          }
        }
      }
      files.delete(oldest);
    }
    return shorter;
  }
}
