package io.cordwood.webseed.live;

import io.cordwood.swarm.content.LiveChannel;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.intake.Blob;
import io.cordwood.webseed.live.intake.IntakeCounters;
import io.cordwood.webseed.live.intake.PublisherPlaylist;
import io.cordwood.webseed.store.Resource;
import io.cordwood.webseed.store.TitleDocument;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A live channel: what its publisher sends, on the disk, signed and as viewers see it. Its lane is
 * a lock: all but {@link #find} may wait for the disk and is called where that is allowed.
 *
 * <p>Its invariant: what {@link #find} gives out names only what it gives out too (but for gaps,
 * which players skip), and a file never changes under its name.
 */
public final class Channel implements AutoCloseable {
  private static final int STALLED_TARGETS = 3;

  private final ReentrantLock lane = new ReentrantLock();
  private final ChannelFolder folder;
  private final LiveChannel channel;
  private final TitleId title;
  private final SwarmId swarm;
  private final ChannelNews news;
  private final InstantSource clock;
  private final ChannelLease lease;
  private final Edge edge;
  private final ChannelInput input;
  private volatile ChannelConfig config;
  private volatile long lastSegmentMs;

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
      ChannelInput input,
      ChannelNews news,
      InstantSource clock) {
    this.folder = folder;
    this.config = config;
    this.channel = channel;
    this.title = config.id();
    this.swarm = channel.swarm();
    this.edge = edge;
    this.input = input;
    this.news = news;
    this.clock = clock;
    this.lease = new ChannelLease(new Holder(), clock);
  }

  /** Opens a channel with what its folder holds. */
  static Channel open(
      ChannelFolder folder, ChannelNews news, IntakeCounters counters, InstantSource clock)
      throws IOException {
    var config = folder.readConfig();
    var pair = folder.keyPair();
    var named = new LiveChannel(config.id(), pair.publicKey());
    var edge = Edge.open(folder, config, pair);
    var input = ChannelInput.open(folder, edge, counters);
    var channel = new Channel(folder, config, named, edge, input, news, clock);
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
    return lease.signs();
  }

  /** From now on a lease is needed to sign for it; once. */
  void needsLease(LeaseGiver from) {
    lease.needs(from);
  }

  /** What a publisher's request meets; never waits, any thread. */
  public Tenure.Entry entry() {
    return lease.entry();
  }

  /** The same, when the lease must be asked for; may wait for some seconds. */
  public Tenure.Entry ask() {
    return lease.ask();
  }

  /** Renews the lease when segments came since; may wait for some seconds. */
  void renew() {
    lease.renew();
  }

  /** What the lease does to the channel. */
  private final class Holder implements ChannelLease.Holder {
    @Override
    public LeaseGiver.Answer ask(LeaseGiver from) {
      var mark = call(edge::mark);
      return from.ask(title, swarm, edge.state().targetMs(), mark);
    }

    @Override
    public void inLane(Runnable work) {
      run(work);
    }

    @Override
    public void leads(Mark goesOn, Optional<TitleDocument> known) {
      if (goesOn.number() > edge.mark().number()) {
        edge.follow(goesOn, known);
        input.follow(goesOn);
        input.master().ifPresent(edge::master);
      }
      edge.leads(true);
    }

    @Override
    public void follows() {
      edge.leads(false);
    }

    @Override
    public boolean led() {
      return edge.state().leads();
    }
  }

  /** Something came that is refused; what encoders send once is remembered. */
  void refused(IngestPath path, byte[] bytes) {
    run(() -> input.remember(path.rendition(), path.file(), bytes));
  }

  void refusedMaster(String text) {
    run(() -> input.remember(text));
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
    return ChannelDocument.of(channel, config, edge.state());
  }

  /** Whether a rendition of this name may send. */
  boolean admits(RenditionName rendition) {
    return call(() -> input.admits(rendition));
  }

  void begun(RenditionName rendition, String file, long order) {
    run(() -> input.begun(rendition, file, order));
  }

  void gone(RenditionName rendition, long order) {
    change(() -> input.gone(rendition, order));
  }

  void stored(RenditionName rendition, String file, long order, Blob blob, byte[] bytes) {
    boolean kept = change(() -> input.stored(rendition, file, order, blob, bytes));
    if (!kept) {
      Incoming.delete(blob.file());
    }
  }

  void playlist(RenditionName rendition, long order, PublisherPlaylist playlist) {
    change(
        () -> {
          edge.target(playlist.targetMs());
          input.playlist(rendition, order, playlist);
        });
  }

  void master(String text) {
    change(
        () -> {
          input.remember(text);
          edge.master(text);
        });
  }

  /** Looks whether waiting is over; about twice a second. */
  void tick() {
    change(() -> {});
  }

  /** Whether it was done: nothing changes off the air and without the lease. */
  private boolean change(Runnable change) {
    return call(
        () -> {
          boolean taken = !edge.state().ended() && lease.signs();
          if (taken) {
            change.run();
            advance();
          }
          return taken;
        });
  }

  private void advance() {
    long nowMs = clock.millis();
    for (var taken : input.advance(clock.instant(), edge.nowUs(nowMs))) {
      edge.add(taken, nowMs)
          .ifPresent(
              entry -> {
                lastSegmentMs = nowMs;
                lease.used();
                news.segment(title, entry.signed().encoded());
              });
    }
    input.tidy();
    if (edge.settle(nowMs)) {
      news.changed(title);
    }
  }

  /** On the air, again; what the operator says is read anew. */
  public void goOn() throws IOException {
    var read = folder.readConfig();
    run(
        () -> {
          config = read;
          edge.goOn(read);
          news.changed(title);
        });
  }

  /** Off the air: playlists end. Nothing happens the second time. */
  public void end() {
    run(
        () -> {
          edge.end();
          news.changed(title);
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
    run(
        () -> {
          edge.filmed(number, film);
          news.changed(title);
        });
  }

  String masterText() {
    return edge.state().master();
  }

  private void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }

  private <T> T call(Supplier<T> work) {
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
}
