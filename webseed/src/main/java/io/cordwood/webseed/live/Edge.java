package io.cordwood.webseed.live;

import io.cordwood.swarm.content.ChannelKeyPair;
import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.PieceLength;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.intake.Past;
import io.cordwood.webseed.live.intake.Taken;
import io.cordwood.webseed.store.PlaylistResource;
import io.cordwood.webseed.store.Resource;
import io.cordwood.webseed.store.TitleDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
  private static final int PAST_ENTRIES = 4000;

  private final ChannelFolder folder;
  private final SegmentSigner signer;
  private final MasterDesk desk = new MasterDesk();
  private final Retention retention;
  private final ChannelLog log;
  private final ChannelFiles files;
  private final Map<String, LiveRendition> renditions = new ConcurrentHashMap<>();
  private final List<Past> past = new ArrayList<>();
  private ChannelConfig config;
  private volatile ChannelState state;
  private volatile Optional<Resource> master = Optional.empty();
  private Mark mark;

  /** How many discontinuities came before what is here; -1 for a channel that began here. */
  private int followed = -1;

  private boolean stateChanged;

  private Edge(
      ChannelFolder folder,
      ChannelConfig config,
      ChannelKeyPair pair,
      ChannelState state,
      ChannelLog.Opened opened) {
    this.folder = folder;
    this.config = config;
    this.signer = new SegmentSigner(pair, config.id());
    this.state = state;
    this.log = opened.log();
    this.files = new ChannelFiles(config.id(), folder.files());
    this.retention = new Retention(files, log, opened.entries().size());
    this.mark = new Mark(state.startedAtMs(), 0, 0, 0, 0);
  }

  static Edge open(ChannelFolder folder, ChannelConfig config, ChannelKeyPair pair)
      throws IOException {
    var state =
        Files.exists(folder.state())
            ? ChannelState.parse(Files.readAllBytes(folder.state()))
            : ChannelState.NEW;
    var opened = ChannelLog.open(folder.log());
    var edge = new Edge(folder, config, pair, state, opened);
    edge.restore(opened.entries());
    return edge;
  }

  private void restore(List<LogEntry> entries) throws IOException {
    for (LogEntry entry :
        entries.subList(Math.max(0, entries.size() - PAST_ENTRIES), entries.size())) {
      past.add(past(entry));
    }
    var inTime = entries.stream().sorted(Comparator.comparingLong(LogEntry::atUs)).toList();
    for (LogEntry entry : inTime) {
      var rendition = rendition(entry.record().rendition());
      dropIfFollowed(rendition, entry);
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
    if (!entries.isEmpty()) {
      desk.segment(1);
    }
    master = Optional.of(state.master()).filter(text -> !text.isEmpty()).map(PlaylistResource::of);
    trim();
    publishAll();
  }

  /** Epochs leap where another webseed had the channel in between. */
  private void dropIfFollowed(LiveRendition rendition, LogEntry next) throws IOException {
    var newest = rendition.newest();
    if (newest.isPresent() && next.record().epoch() > newest.get().record().epoch() + 1) {
      for (var left : rendition.follow(next.discontinuities())) {
        retention.letGo(left, config, state);
      }
    }
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
      known.ifPresent(
          title ->
              change(state.renditions(MasterDesk.places(title.renditions(), state.renditions()))));
      for (var rendition : renditions.values()) {
        for (var left : rendition.follow(from.discontinuities())) {
          retention.letGo(left, config, state);
        }
      }
    } catch (IOException e) {
      LOG.error("{} cannot be tidied: {}. Check the disk.", folder.files(), e.toString());
    }
    mark = from;
    followed = from.discontinuities();
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
    if (targetMs > state.targetMs() || !desk.hasBegun() && targetMs != state.targetMs()) {
      change(state.target(targetMs));
    }
  }

  void master(String text) {
    desk.wants(text);
  }

  /** Stores, signs and shows a segment; empty when the disk does not take it. */
  Optional<LogEntry> add(Taken taken, long nowMs) {
    try {
      if (state.startedAtMs() == 0) {
        change(state.started(nowMs - taken.durationUs() / 1000));
      }
      var entry = store(taken);
      desk.segment(nowMs);
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
    var entry = signer.sign(taken, rendition, init, state.startedAtMs());
    files.place(taken.media(), SegmentSigner.uri(taken));
    retention.add(entry);
    files.keep(entry);
    files.serve(entry);
    rendition.add(entry);
    passed(entry);
    return entry;
  }

  private String init(Taken taken, LiveRendition rendition) throws IOException {
    return switch (taken.init()) {
      case Taken.Init.None() -> "";
      case Taken.Init.Same() -> rendition.initInForce();
      case Taken.Init.Another(var _, var bytes) -> {
        String name = rendition.nameForInit(taken.epoch());
        files.place(bytes, name);
        files.serveInit(name);
        rendition.placed(name);
        yield name;
      }
    };
  }

  /** Publishes the master playlist when it is time; whether nodes should be told. */
  boolean settle(long nowMs) {
    desk.due(nowMs, state, renditions)
        .ifPresent(
            read -> {
              var all = MasterDesk.places(state.renditions(), read.renditions());
              change(state.master(read.text(), all));
              master = Optional.of(PlaylistResource.of(read.text()));
            });
    boolean told = stateChanged;
    stateChanged = false;
    return told && !state.renditions().isEmpty();
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

  private void trim() throws IOException {
    retention.trim(renditions.values(), config, state).forEach(this::publish);
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
