package io.cordwood.webseed.live;

import io.cordwood.swarm.content.ChannelKeyPair;
import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.PieceLength;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SegmentRecord;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.intake.Past;
import io.cordwood.webseed.live.intake.Taken;
import io.cordwood.webseed.store.PlaylistResource;
import io.cordwood.webseed.store.Resource;
import io.cordwood.webseed.store.TitleDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a channel is stored and shown. Changed by the channel's lane only; {@link #find} and
 * {@link #state} are for any thread.
 */
final class Edge implements AutoCloseable {
  static final String MASTER = "master.m3u8";
  static final PieceLength PIECES = LiveChannel.PIECE_LENGTH;

  private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
  private static final Duration GRACE = Duration.ofMinutes(1);
  private static final int MASTER_PATIENCE_TARGETS = 3;
  private static final int PAST_ENTRIES = 4000;
  private static final int LOOSE_ENTRIES = 2000;
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private final ChannelFolder folder;
  private final ChannelKeyPair pair;
  private final ChannelLog log;
  private final ChannelFiles files;
  private final Map<String, LiveRendition> renditions = new ConcurrentHashMap<>();
  private final List<Past> past = new ArrayList<>();
  private ChannelConfig config;
  private volatile ChannelState state;
  private volatile Optional<Resource> master = Optional.empty();
  private Optional<String> wantedMaster = Optional.empty();
  private long firstSegmentMs;
  private int logged;
  private Mark mark;
  /** How many discontinuities came before what is here; -1 for a channel that began here. */
  private int followed = -1;
  private boolean stateChanged;

  private Edge(
      ChannelFolder folder,
      ChannelConfig config,
      ChannelKeyPair pair,
      ChannelState state,
      ChannelLog log) {
    this.folder = folder;
    this.config = config;
    this.pair = pair;
    this.state = state;
    this.log = log;
    this.files = new ChannelFiles(config.id(), folder.files());
    this.mark = new Mark(state.startedAtMs(), 0, 0, 0, 0);
  }

  static Edge open(ChannelFolder folder, ChannelConfig config, ChannelKeyPair pair)
      throws IOException {
    var state =
        Files.exists(folder.state())
            ? ChannelState.parse(Files.readAllBytes(folder.state()))
            : ChannelState.NEW;
    var opened = ChannelLog.open(folder.log());
    var edge = new Edge(folder, config, pair, state, opened.log());
    edge.restore(opened.entries());
    return edge;
  }

  private void restore(List<LogEntry> entries) throws IOException {
    logged = entries.size();
    for (LogEntry entry : entries.subList(Math.max(0, logged - PAST_ENTRIES), logged)) {
      past.add(past(entry));
    }
    var inTime = entries.stream().sorted(Comparator.comparingLong(LogEntry::atUs)).toList();
    for (LogEntry entry : inTime) {
      var rendition = rendition(entry.record().rendition());
      rendition.add(entry);
      passed(entry);
      if (files.has(entry.record().uri().value(), entry.record().sizeBytes())) {
        files.keep(entry);
        files.serve(entry);
      } else {
        rendition.forget();
      }
      if (!entry.init().isEmpty()
          && files.find(entry.init()).isEmpty()
          && files.has(entry.init())) {
        files.serveInit(entry.init());
      }
    }
    firstSegmentMs = entries.isEmpty() ? 0 : 1;
    master = Optional.of(state.master()).filter(text -> !text.isEmpty()).map(PlaylistResource::of);
    trim();
    publishAll();
  }

  private static Past past(LogEntry entry) {
    var record = entry.record();
    return new Past(
        record.rendition().value(),
        record.epoch(),
        record.number(),
        entry.sequence(),
        entry.atUs(),
        entry.durationUs(),
        entry.discontinuities(),
        record.root(),
        Optional.of(entry.map()).filter(map -> !map.isEmpty()));
  }

  /** What ingest has to know of the time before a restart. */
  List<Past> past() {
    return past;
  }

  Optional<LogEntry> newest() {
    return renditions.values().stream().flatMap(one -> one.entries().stream()).findAny();
  }

  ChannelState state() {
    return state;
  }

  Optional<Resource> find(String path) {
    if (path.equals(MASTER)) {
      return master;
    }
    int slash = path.indexOf('/');
    boolean playlist = slash > 0 && path.substring(slash).equals("/index.m3u8");
    return playlist
        ? Optional.ofNullable(renditions.get(path.substring(0, slash)))
            .flatMap(LiveRendition::playlist)
        : files.find(path);
  }

  /** How far the channel has come here. */
  Mark mark() {
    return mark;
  }

  private void passed(LogEntry entry) {
    mark =
        new Mark(
            state.startedAtMs(),
            Math.max(mark.epoch(), entry.record().epoch()),
            Math.max(mark.number(), entry.record().number()),
            Math.max(mark.endMs(), Math.ceilDiv(entry.endUs(), 1000L)),
            Math.max(mark.discontinuities(), entry.discontinuities()));
  }

  /**
   * The channel goes on here from where another webseed came: with its time, its renditions' places
   * and its count of discontinuities. What was shown of it here before is shown no more.
   */
  void follow(Mark from, Optional<TitleDocument> known) {
    try {
      change(state.started(from.startedAtMs()));
      known.ifPresent(title -> change(state.renditions(places(title.renditions()))));
      for (var rendition : renditions.values()) {
        for (var left : rendition.follow(from.discontinuities())) {
          letGo(left);
        }
      }
    } catch (IOException e) {
      LOG.error("{} cannot be tidied: {}. Check the disk.", folder.files(), e.toString());
    }
    mark = from;
    followed = from.discontinuities();
  }

  /** The channel's renditions in its order; those known here alone come last. */
  private List<TitleDocument.Rendition> places(List<TitleDocument.Rendition> known) {
    var all = new ArrayList<>(known);
    for (var own : state.renditions()) {
      if (known.stream().noneMatch(one -> one.name().equals(own.name()))) {
        all.add(own);
      }
    }
    return all;
  }

  /** Notes whether this webseed has the channel's lease. */
  void leads(boolean here) {
    if (state.leads() != here) {
      change(state.leads(here));
      stateChanged = false;
    }
  }

  /** The init segments in force, by what they are called at the publisher's. */
  void eachInit(BiConsumer<LogEntry, byte[]> action) {
    for (var rendition : renditions.values()) {
      var newest = rendition.newest().filter(entry -> !entry.init().isEmpty());
      try {
        if (newest.isPresent()) {
          action.accept(newest.get(), files.read(newest.get().init()));
        }
      } catch (IOException e) {
        LOG.debug("{} cannot be read", newest.get().init(), e);
      }
    }
  }

  /** Microseconds of the channel's time at a moment of the wall clock. */
  long nowUs(long nowMs) {
    return state.startedAtMs() == 0 ? 0 : (nowMs - state.startedAtMs()) * 1000;
  }

  void target(int targetMs) {
    if (targetMs > state.targetMs() || firstSegmentMs == 0 && targetMs != state.targetMs()) {
      change(state.target(targetMs));
    }
  }

  void master(String text) {
    wantedMaster = Optional.of(text);
  }

  /** Stores, signs and shows a segment; empty when the disk does not take it. */
  Optional<LogEntry> add(Taken taken, long nowMs) {
    try {
      if (state.startedAtMs() == 0) {
        change(state.started(nowMs - taken.durationUs() / 1000));
      }
      var entry = store(taken);
      firstSegmentMs = firstSegmentMs == 0 ? nowMs : firstSegmentMs;
      trim();
      publish(rendition(entry.record().rendition()));
      return Optional.of(entry);
    } catch (IOException e) {
      LOG.error(
          "{}: segment {} is lost: {}. Check the disk.", config.id(), taken.number(), e.toString());
      Incoming.delete(taken.media().file());
      return Optional.empty();
    }
  }

  private LogEntry store(Taken taken) throws IOException {
    var rendition = rendition(new RenditionName(taken.rendition()));
    String init = init(taken, rendition);
    int cuts = rendition.cutsBefore(taken.discontinuities());
    boolean showsMap = !init.isEmpty() && (!init.equals(rendition.lastInit()) || cuts > 0);
    String file = taken.epoch() + "-" + taken.number() + extension(taken.uri());
    String uri = rendition.name() + "/" + file;
    files.place(taken.media(), uri);
    var record =
        new SegmentRecord(
            rendition.name(),
            taken.epoch(),
            taken.number(),
            0,
            ContentPath.parse(uri),
            taken.media().sizeBytes(),
            (int) Math.round(taken.durationUs() / 1000.0),
            taken.media().hashed().hashes().root(),
            lines(
                taken,
                cuts,
                showsMap ? LivePlaylist.map(init, rendition.name().value()) : "",
                file));
    var signed =
        SignedRecord.sign(
            pair,
            config.id(),
            Math.round(taken.atUs() / 1000.0),
            record,
            taken.media().hashed().hashes());
    var entry =
        new LogEntry(
            KeptRecord.of(signed),
            taken.sequence(),
            init,
            taken.map(),
            taken.media().hashed().v1Pieces(),
            taken.discontinuities(),
            taken.atUs(),
            taken.durationUs());
    log.add(entry);
    logged++;
    files.keep(entry);
    files.serve(entry);
    rendition.add(entry);
    passed(entry);
    return entry;
  }

  private String init(Taken taken, LiveRendition rendition) throws IOException {
    return switch (taken.init()) {
      case Taken.Init.None() -> "";
      case Taken.Init.Same() -> rendition.lastInit();
      case Taken.Init.Another(var _, var bytes) -> {
        String name = rendition.nameForInit(taken.epoch());
        files.place(bytes, name);
        files.serveInit(name);
        yield name;
      }
    };
  }

  private static String extension(String file) {
    String extension = IngestPath.extension(file);
    return switch (extension) {
      case "ts", "aac", "vtt" -> "." + extension;
      default -> ".m4s";
    };
  }

  private String lines(Taken taken, int cuts, String map, String file) {
    var lines = new ArrayList<>(Collections.nCopies(cuts, LivePlaylist.DISCONTINUITY));
    if (!map.isEmpty()) {
      lines.add(map);
    }
    var at = Instant.ofEpochMilli(state.startedAtMs() + Math.round(taken.atUs() / 1000.0));
    lines.add("#EXT-X-PROGRAM-DATE-TIME:" + DATE_TIME.format(at));
    lines.add(String.format(Locale.ROOT, "#EXTINF:%.3f,", taken.durationUs() / 1e6));
    lines.add(file);
    return String.join("\n", lines);
  }

  /** Publishes the master playlist when it is time; whether nodes should be told. */
  boolean settle(long nowMs) {
    boolean waited = nowMs - firstSegmentMs > (long) MASTER_PATIENCE_TARGETS * state.targetMs();
    if (firstSegmentMs > 0) {
      if (wantedMaster.isEmpty() && state.master().isEmpty() && waited) {
        wantedMaster = Optional.of(single());
      }
      wantedMaster.ifPresent(text -> publishMaster(text, waited));
    }
    boolean told = stateChanged;
    stateChanged = false;
    return told && !state.renditions().isEmpty();
  }

  private String single() {
    var rendition = renditions.values().iterator().next();
    long bits =
        rendition.entries().stream()
            .mapToLong(one -> one.record().sizeBytes() * 8_000_000 / Math.max(1, one.durationUs()))
            .max()
            .orElse(1);
    return MasterPlaylists.single(rendition.name().value(), bits).text();
  }

  private void publishMaster(String text, boolean waited) {
    var whole = MasterPlaylists.read(text, _ -> true);
    var ready = MasterPlaylists.read(text, this::isShown);
    if (ready.isEmpty() || !waited && !ready.equals(whole)) {
      return;
    }
    if (ready.equals(whole)) {
      wantedMaster = Optional.empty();
    }
    if (!ready.get().text().equals(state.master())) {
      var all = new ArrayList<>(state.renditions());
      for (var read : ready.get().renditions()) {
        int known = all.stream().map(one -> one.name()).toList().indexOf(read.name());
        if (known < 0) {
          all.add(read);
        } else {
          all.set(known, read);
        }
      }
      change(state.master(ready.get().text(), all));
      master = Optional.of(PlaylistResource.of(ready.get().text()));
    }
  }

  private boolean isShown(String name) {
    return renditions.containsKey(name) && renditions.get(name).playlist().isPresent();
  }

  void goOn(ChannelConfig read) {
    config = read;
    if (state.ended()) {
      change(state.ended(false));
    }
    publishAll();
  }

  void end() {
    if (!state.ended()) {
      change(state.ended(true));
      publishAll();
    }
  }

  /** Recorded segments that are in no film yet and are still on the disk. */
  List<LogEntry> unfilmed() throws IOException {
    return ChannelLog.read(folder.log()).stream()
        .filter(one -> one.record().number() > state.filmedTo())
        .filter(one -> files.has(one.record().uri().value(), one.record().sizeBytes()))
        .toList();
  }

  /**
   * {@code film} has all up to this number; what viewers do not ask for any more lies there only.
   */
  void filmed(int number, TitleId film) {
    change(state.filmed(number, film.toString()));
    try {
      files.deleteUnserved();
    } catch (IOException e) {
      LOG.error("{} cannot be tidied: {}. Check the disk.", folder.files(), e.toString());
    }
  }

  private LiveRendition rendition(RenditionName name) {
    return renditions.computeIfAbsent(name.value(), _ -> new LiveRendition(name, followed));
  }

  private void publishAll() {
    renditions.values().forEach(this::publish);
  }

  private void publish(LiveRendition rendition) {
    rendition.publish(config.windowSegments(), config.dvrMs(), state.targetMs(), state.ended());
  }

  /** Lets go what is too old for viewers, and what the disk has no room for. */
  private void trim() throws IOException {
    long spanUs =
        1000L * Math.max((long) config.windowSegments() * state.targetMs(), config.dvrMs())
            + GRACE.toMillis() * 1000;
    for (var rendition : renditions.values()) {
      long fromUs = rendition.newestEndUs() - spanUs;
      for (var old = rendition.dropBefore(fromUs, config.windowSegments());
          old.isPresent();
          old = rendition.dropBefore(fromUs, config.windowSegments())) {
        letGo(old.get());
      }
    }
    while (files.keptBytes() > config.maxBytes() && dropOldest()) {
      LOG.debug("{}: the recording loses its beginning", config.id());
    }
    if (!config.record() && logged > retained() + LOOSE_ENTRIES) {
      var kept = renditions.values().stream().flatMap(one -> one.entries().stream()).toList();
      log.keep(kept);
      logged = kept.size();
    }
  }

  private void letGo(LogEntry entry) throws IOException {
    String uri = entry.record().uri().value();
    if (config.record() && entry.record().number() > state.filmedTo()) {
      files.stopServing(uri);
    } else {
      files.delete(uri);
    }
  }

  private boolean dropOldest() throws IOException {
    var oldest = files.oldest();
    if (oldest.isEmpty()) {
      return false;
    }
    for (var rendition : renditions.values()) {
      for (var entry : rendition.entries()) {
        if (entry.record().uri().value().equals(oldest.get())) {
          if (!rendition.drop(entry, config.windowSegments())) {
            return false;
          }
          publish(rendition);
        }
      }
    }
    files.delete(oldest.get());
    return true;
  }

  private int retained() {
    return renditions.values().stream().mapToInt(one -> one.entries().size()).sum();
  }

  private void change(ChannelState next) {
    stateChanged = true;
    state = next;
    try {
      ChannelFolder.replace(folder.state(), next.json());
    } catch (IOException e) {
      LOG.error("{} cannot be written: {}. Check the disk.", folder.state(), e.toString());
    }
  }

  @Override
  public void close() throws IOException {
    log.close();
  }
}
