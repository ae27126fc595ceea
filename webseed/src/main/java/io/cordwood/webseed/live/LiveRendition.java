package io.cordwood.webseed.live;

import io.cordwood.swarm.content.RenditionName;
import io.cordwood.webseed.store.PlaylistResource;
import io.cordwood.webseed.store.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The segments of one rendition that viewers may ask for, and its playlist. Changed by the
 * channel's lane only; {@link #playlist} is for any thread.
 */
final class LiveRendition {
  private final RenditionName name;
  private final Deque<LogEntry> entries = new ArrayDeque<>();
  private volatile Optional<Resource> playlist = Optional.empty();
  private String initInForce = "";
  private String lastInit = "";
  private int lastInitEpoch = -1;
  private int initsOfEpoch;
  private int discontinuities = -1;

  /** One that has had so many discontinuities elsewhere. */
  LiveRendition(RenditionName name, int discontinuities) {
    this.name = name;
    this.discontinuities = discontinuities;
  }

  RenditionName name() {
    return name;
  }

  /** Its playlist as it was last made. */
  Optional<Resource> playlist() {
    return playlist;
  }

  /** The init segment of the newest segment; empty for none. */
  String lastInit() {
    return lastInit;
  }

  /** The init segment that was put in its place last; empty for none. */
  String initInForce() {
    return initInForce;
  }

  /** An init segment is in its place, whatever becomes of the segment that it came with. */
  void placed(String init) {
    initInForce = init;
  }

  /**
   * How many discontinuities come between the newest segment and one that has so many before it.
   */
  int cutsBefore(int ofChannel) {
    return discontinuities < 0 ? 0 : Math.max(0, ofChannel - discontinuities);
  }

  /** The name for another init segment of an epoch; each is given once. */
  String nameForInit(int epoch) {
    initsOfEpoch = epoch == lastInitEpoch ? initsOfEpoch + 1 : 1;
    lastInitEpoch = epoch;
    String suffix = initsOfEpoch == 1 ? "" : "-" + initsOfEpoch;
    return name + "/" + epoch + "-init" + suffix + ".mp4";
  }

  /** Another webseed had the channel: what stands here is no part of what comes next. */
  List<LogEntry> follow(int ofDiscontinuities) {
    var left = List.copyOf(entries);
    entries.clear();
    discontinuities = ofDiscontinuities;
    initInForce = "";
    lastInit = "";
    playlist = Optional.empty();
    return left;
  }

  void add(LogEntry entry) {
    entries.addLast(entry);
    discontinuities = entry.discontinuities();
    if (!entry.init().equals(lastInit) && !entry.init().isEmpty()) {
      lastInit = entry.init();
      initInForce = lastInit;
      var parts = lastInit.substring(name.value().length() + 1).replace(".mp4", "").split("-");
      lastInitEpoch = Integer.parseInt(parts[0]);
      initsOfEpoch = parts.length > 2 ? Integer.parseInt(parts[2]) : 1;
    }
  }

  /** The oldest segment, when it is past what viewers may ask for. */
  Optional<LogEntry> dropBefore(long fromUs, int least) {
    boolean past = entries.size() > least && entries.getFirst().endUs() < fromUs;
    return past ? Optional.of(entries.removeFirst()) : Optional.empty();
  }

  /** Whether a segment left that was there. */
  boolean drop(LogEntry entry, int least) {
    return entries.size() > least && entries.remove(entry);
  }

  void forget() {
    entries.clear();
  }

  List<LogEntry> entries() {
    return List.copyOf(entries);
  }

  Optional<LogEntry> newest() {
    return Optional.ofNullable(entries.peekLast());
  }

  long newestEndUs() {
    return entries.isEmpty() ? 0 : entries.getLast().endUs();
  }

  /** Makes the playlist anew; without segments the last one stays. */
  void publish(int windowSegments, long dvrMs, int targetMs, boolean ended) {
    if (entries.isEmpty()) {
      return;
    }
    var all = new ArrayList<>(entries);
    long fromUs = newestEndUs() - dvrMs * 1000;
    int first = Math.max(0, all.size() - windowSegments);
    int least = Math.max(0, all.size() - ChannelConfig.MAX_WINDOW_SEGMENTS);
    while (first > least && all.get(first - 1).atUs() >= fromUs) {
      first--;
    }
    var text = LivePlaylist.of(all.subList(first, all.size()), name.value(), targetMs, ended);
    playlist = Optional.of(PlaylistResource.of(text));
  }
}
