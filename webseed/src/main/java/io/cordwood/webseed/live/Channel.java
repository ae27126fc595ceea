package io.cordwood.webseed.live;

import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.intake.Blob;
import io.cordwood.webseed.live.intake.Intake;
import io.cordwood.webseed.live.intake.IntakeCounters;
import io.cordwood.webseed.live.intake.PublisherPlaylist;
import io.cordwood.webseed.store.Resource;
import io.cordwood.webseed.store.TitleDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live channel: what its publisher sends, on the disk, signed and as viewers see it. Its lane is
 * a lock: all but {@link #find} may wait for the disk and is called where that is allowed.
 *
 * <p>Its invariant: what {@link #find} gives out names only what it gives out too (but for gaps,
 * which players skip), and a file never changes under its name.
 */
public final class Channel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Channel.class);
  private static final int STALLED_TARGETS = 3;

  private final ReentrantLock lane = new ReentrantLock();
  private final ChannelFolder folder;
  private final LiveChannel channel;
  private final TitleId title;
  private final SwarmId swarm;
  private final ChannelNews news;
  private final InstantSource clock;
  private final IntakeCounters counters;
  private final Tenure tenure = new Tenure();
  private final SentOnce sentOnce;
  private final ReentrantLock asking = new ReentrantLock();
  private final Edge edge;
  private Intake intake;
  private volatile Optional<LeaseGiver> giver = Optional.empty();
  private volatile boolean unrenewed;
  private volatile ChannelConfig config;
  private volatile long lastSegmentMs;
  private long again;

  /** What a channel is doing. */
  public enum State {
    /** Nothing has come yet. */
    WAITING,
    /** Segments come. */
    ON,
    /** None has come for three target durations. */
    STALLED,
    /** It is off the air. */
    ENDED;

    /** As health and metrics say it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private Channel(
      ChannelFolder folder,
      ChannelConfig config,
      LiveChannel channel,
      Edge edge,
      SentOnce sentOnce,
      IntakeCounters counters,
      ChannelNews news,
      InstantSource clock) {
    this.folder = folder;
    this.config = config;
    this.channel = channel;
    this.title = config.id();
    this.swarm = channel.swarm();
    this.edge = edge;
    this.sentOnce = sentOnce;
    this.counters = counters;
    this.intake = new Intake(edge.past(), counters);
    this.news = news;
    this.clock = clock;
  }

  /** Opens a channel with what its folder holds. */
  static Channel open(
      ChannelFolder folder, ChannelNews news, IntakeCounters counters, InstantSource clock)
      throws IOException {
    var config = folder.readConfig();
    var pair = folder.keyPair();
    var named = new LiveChannel(config.id(), pair.publicKey());
    Incoming.clear(folder.incoming());
    var edge = Edge.open(folder, config, pair);
    var once = SentOnce.open(folder.sentOnce());
    var channel = new Channel(folder, config, named, edge, once, counters, news, clock);
    channel.feedWhatWasNotUsed();
    channel.lastSegmentMs = edge.newest().isPresent() ? clock.millis() : 0;
    return channel;
  }

  /** The title's name. */
  public TitleId title() {
    return title;
  }

  /** What the operator says. */
  ChannelConfig config() {
    return config;
  }

  /** Whether this is the ingest key, as far as is known without the disk. */
  public boolean knows(String ingestKey) {
    return config.accepts(ingestKey);
  }

  /** Whether this is the ingest key; looks whether the operator has made another one. */
  public boolean accepts(String ingestKey) throws IOException {
    if (!config.accepts(ingestKey)) {
      config = folder.readConfig();
    }
    return config.accepts(ingestKey);
  }

  ChannelFolder folder() {
    return folder;
  }

  /** What lies at a path below the title; any thread, never waits. */
  public Optional<Resource> find(String path) {
    return edge.find(path);
  }

  /** Whether it is this webseed that viewers should be shown; any thread. */
  public boolean leads() {
    return tenure.signs(clock.instant());
  }

  /** From now on a lease is needed to sign for it; once. */
  void needsLease(LeaseGiver from) {
    giver = Optional.of(from);
    tenure.begin();
  }

  /** What a publisher's request meets; never waits, any thread. */
  public Tenure.Entry entry() {
    return tenure.entry(clock.instant());
  }

  /** The same, when the lease must be asked for; may wait for some seconds. */
  public Tenure.Entry ask() {
    asking.lock();
    try {
      var entry = entry();
      if (entry instanceof Tenure.Entry.MustAsk && giver.isPresent()) {
        askNow(giver.get());
      }
      return entry();
    } finally {
      asking.unlock();
    }
  }

  /** Renews the lease when segments came since; may wait for some seconds. */
  void renew() {
    if (unrenewed && giver.isPresent() && tenure.renews(clock.instant()) && asking.tryLock()) {
      try {
        askNow(giver.get());
      } finally {
        asking.unlock();
      }
    }
  }

  private void askNow(LeaseGiver from) {
    var askedAt = clock.instant();
    unrenewed = false;
    var mark = inLane(edge::mark);
    var answer = from.ask(title, swarm, edge.state().targetMs(), mark);
    inLane(
        () -> {
          if (answer instanceof LeaseGiver.Answer.Granted(var _, var goesOn, var known)) {
            lead(goesOn, known);
          } else if (answer instanceof LeaseGiver.Answer.Held) {
            edge.leads(false);
          }
          tenure.heard(answer, askedAt, edge.state().leads());
          return null;
        });
  }

  private void lead(Mark goesOn, Optional<TitleDocument> known) {
    if (goesOn.number() > edge.mark().number()) {
      intake.abandoned().forEach(blob -> Incoming.delete(blob.file()));
      edge.follow(goesOn, known);
      intake =
          Intake.following(
              goesOn.epoch(),
              goesOn.number(),
              goesOn.endMs() * 1000,
              goesOn.discontinuities(),
              counters);
      sentOnce.eachInit(this::sendAgain);
      sentOnce.master().ifPresent(edge::master);
    }
    edge.leads(true);
  }

  /**
   * An init segment that came before the end, under the name of the one in force, is to be used.
   */
  private void feedWhatWasNotUsed() {
    var inForce = new HashMap<SentOnce.Name, byte[]>();
    edge.eachInit(
        (entry, bytes) ->
            inForce.put(new SentOnce.Name(entry.record().rendition(), entry.map()), bytes));
    sentOnce.eachInit(
        (name, bytes) -> {
          var before = inForce.remove(name);
          if (before != null && !Arrays.equals(bytes, before)) {
            sendAgain(name, bytes);
          }
        });
    inForce.forEach((name, bytes) -> sentOnce.file(name.rendition(), name.file(), bytes));
  }

  private void sendAgain(SentOnce.Name name, byte[] bytes) {
    try {
      var file = folder.incoming().resolve("again-" + again++);
      var blob = Blobs.write(file, bytes);
      intake.begun(name.rendition().value(), name.file(), 0);
      intake.stored(name.rendition().value(), name.file(), 0, blob);
    } catch (IOException e) {
      LOG.error("{} cannot be written: {}. Check the disk.", folder.incoming(), e.toString());
    }
  }

  /** Something came that is refused; what encoders send once is remembered. */
  void refused(IngestPath path, byte[] bytes) {
    inLane(
        () -> {
          sentOnce.file(path.rendition(), path.file(), bytes);
          return null;
        });
  }

  void refusedMaster(String text) {
    inLane(
        () -> {
          sentOnce.master(text);
          return null;
        });
  }

  /** What it is doing; any thread. */
  public State state() {
    if (edge.state().ended()) {
      return State.ENDED;
    }
    if (lastSegmentMs == 0) {
      return State.WAITING;
    }
    long silentMs = clock.millis() - lastSegmentMs;
    return silentMs > (long) STALLED_TARGETS * edge.state().targetMs() ? State.STALLED : State.ON;
  }

  /** How long ago its newest segment came, while it is on the air and one came; any thread. */
  Optional<Duration> silence() {
    boolean quiet = edge.state().ended() || lastSegmentMs == 0;
    return quiet
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(clock.millis() - lastSegmentMs));
  }

  /** What nodes are told; empty before the first segments. */
  Optional<TitleDocument> document() {
    var state = edge.state();
    if (state.renditions().isEmpty()) {
      return Optional.empty();
    }
    var live =
        new TitleDocument.Live(
            TitleDocument.Key.of(channel.key()),
            state.targetMs(),
            state.ended() ? "ended" : "on",
            state.ended() && !state.recording().isEmpty() ? state.recording() : null);
    return Optional.of(
        new TitleDocument(
            config.owner(),
            config.slug(),
            config.name(),
            config.open(),
            Edge.MASTER,
            null,
            0,
            swarm.hex(),
            Edge.PIECES.bytes(),
            0,
            0,
            state.renditions(),
            null,
            live));
  }

  /** Whether a rendition of this name may send. */
  boolean admits(RenditionName rendition) {
    return inLane(() -> intake.admits(rendition.value()));
  }

  void begun(RenditionName rendition, String file, long order) {
    inLane(
        () -> {
          intake.begun(rendition.value(), file, order);
          return null;
        });
  }

  void gone(RenditionName rendition, long order) {
    change(() -> intake.gone(rendition.value(), order));
  }

  void stored(RenditionName rendition, String file, long order, Blob blob, byte[] bytes) {
    boolean kept =
        change(
            () -> {
              sentOnce.file(rendition, file, bytes);
              intake.stored(rendition.value(), file, order, blob);
            });
    if (!kept) {
      Incoming.delete(blob.file());
    }
  }

  void playlist(RenditionName rendition, long order, PublisherPlaylist playlist) {
    change(
        () -> {
          edge.target(playlist.targetMs());
          intake.playlist(rendition.value(), order, playlist);
        });
  }

  void master(String text) {
    change(
        () -> {
          sentOnce.master(text);
          edge.master(text);
        });
  }

  /** Looks whether waiting is over; about twice a second. */
  void tick() {
    change(() -> {});
  }

  /** Whether it was done: nothing changes off the air and without the lease. */
  private boolean change(Runnable change) {
    return inLane(
        () -> {
          boolean taken = !edge.state().ended() && tenure.signs(clock.instant());
          if (taken) {
            change.run();
            advance();
          }
          return taken;
        });
  }

  private void advance() {
    long nowMs = clock.millis();
    for (var taken : intake.advance(clock.instant(), edge.nowUs(nowMs))) {
      edge.add(taken, nowMs)
          .ifPresent(
              entry -> {
                lastSegmentMs = nowMs;
                unrenewed = true;
                news.segment(title, entry.signed().encoded());
              });
    }
    intake.unused().forEach(blob -> Incoming.delete(blob.file()));
    if (edge.settle(nowMs)) {
      news.changed(title);
    }
  }

  /** On the air, again; what the operator says is read anew. */
  public void goOn() throws IOException {
    var read = folder.readConfig();
    inLane(
        () -> {
          config = read;
          edge.goOn(read);
          news.changed(title);
          return null;
        });
  }

  /** Off the air: playlists end. Nothing happens the second time. */
  public void end() {
    inLane(
        () -> {
          edge.end();
          news.changed(title);
          return null;
        });
  }

  /** What its recording is made of, when something was recorded since the last one. */
  List<LogEntry> unfilmed() throws IOException {
    lane.lock();
    try {
      return edge.unfilmed();
    } finally {
      lane.unlock();
    }
  }

  /** A recording, {@code film}, has all up to this number. */
  void filmed(int number, TitleId film) {
    inLane(
        () -> {
          edge.filmed(number, film);
          news.changed(title);
          return null;
        });
  }

  String masterText() {
    return edge.state().master();
  }

  private <T> T inLane(Supplier<T> work) {
    lane.lock();
    try {
      return work.get();
    } finally {
      lane.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    lane.lock();
    try {
      edge.close();
    } finally {
      lane.unlock();
    }
  }

  /** Whether its folder is still there. */
  boolean exists() {
    return Files.isDirectory(folder.path());
  }
}
