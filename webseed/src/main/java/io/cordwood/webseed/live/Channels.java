package io.cordwood.webseed.live;

import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.Owner;
import io.cordwood.swarm.content.Slug;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.intake.IntakeCounters;
import io.cordwood.webseed.store.Resource;
import io.cordwood.webseed.store.StoreLayout;
import io.cordwood.webseed.store.TitleDocument;
import io.cordwood.webseed.store.TitleShelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels of the data folder, at most {@value #MAX_CHANNELS}. A channel is there when its
 * operator has made it, whatever strangers ask for. Any thread; what reads the disk says so.
 */
public final class Channels implements TitleShelf, AutoCloseable {
  static final int MAX_CHANNELS = 64;
  private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

  private final StoreLayout store;
  private final ChannelNews news;
  private final IntakeCounters counters;
  private final InstantSource clock;
  private final Map<Slug, Channel> open = new ConcurrentHashMap<>();
  private volatile Optional<LeaseGiver> giver = Optional.empty();
  private final AtomicLong orders = new AtomicLong();

  /** The channels below {@code store}; {@code news} hears of what becomes of them. */
  public Channels(
      StoreLayout store, ChannelNews news, IntakeCounters counters, InstantSource clock) {
    this.store = store;
    this.news = news;
    this.counters = counters;
    this.clock = clock;
  }

  /** From now on leases are needed to sign for channels; once, before publishers come. */
  public synchronized void needLeases(LeaseGiver from) {
    giver = Optional.of(from);
    open.values().forEach(channel -> channel.needsLease(from));
  }

  /** Renews the leases of channels that go on; may wait for some seconds. */
  public void renewLeases() {
    open.values().forEach(Channel::renew);
  }

  /** Whether a title is a channel that this webseed takes in now; never waits. */
  public boolean leads(TitleId title) {
    return has(title) && open.get(title.slug()).leads();
  }

  /** The place of a request in the order of their beginnings. */
  public long nextOrder() {
    return orders.incrementAndGet();
  }

  /** What lies at a path of a title that is a channel; never waits. */
  public Optional<Resource> find(TitleId title, String path) {
    return Optional.ofNullable(open.get(title.slug()))
        .filter(channel -> channel.title().equals(title))
        .flatMap(channel -> channel.find(path));
  }

  /** Whether a title is a channel that is open; never waits. */
  public boolean has(TitleId title) {
    var channel = open.get(title.slug());
    return channel != null && channel.title().equals(title);
  }

  /** A channel by its name in ingest addresses, if it is open; never waits. */
  public Optional<Channel> ready(Slug slug) {
    return Optional.ofNullable(open.get(slug));
  }

  /** A channel by its name in ingest addresses; reads the disk the first time. */
  public Optional<Channel> channel(Slug slug) throws IOException {
    var ready = open.get(slug);
    if (ready != null) {
      return Optional.of(ready);
    }
    for (Path owner : folders(ChannelFolder.root(store))) {
      var folder = new ChannelFolder(owner.resolve(slug.value()));
      if (folder.exists()) {
        return open(new TitleId(new Owner(owner.getFileName().toString()), slug), folder);
      }
    }
    return Optional.empty();
  }

  private synchronized Optional<Channel> open(TitleId title, ChannelFolder folder)
      throws IOException {
    if (!open.containsKey(title.slug())) {
      if (open.size() >= MAX_CHANNELS) {
        LOG.error("{} is not opened: a webseed has at most {} channels.", title, MAX_CHANNELS);
        return Optional.empty();
      }
      var channel = Channel.open(folder, news, counters, clock);
      giver.ifPresent(channel::needsLease);
      open.put(title.slug(), channel);
    }
    return Optional.of(open.get(title.slug()));
  }

  /** Opens what is new on the disk. */
  @Override
  public List<TitleId> refresh() throws IOException {
    for (Path owner : folders(ChannelFolder.root(store))) {
      for (Path folder : folders(owner)) {
        try {
          channel(new Slug(folder.getFileName().toString()));
        } catch (InvalidContentException e) {
          LOG.debug("{} is no channel", folder);
        }
      }
    }
    return open.values().stream()
        .filter(channel -> channel.document().isPresent())
        .map(Channel::title)
        .sorted()
        .toList();
  }

  @Override
  public Optional<TitleDocument> document(TitleId title) {
    return Optional.ofNullable(open.get(title.slug()))
        .filter(channel -> channel.title().equals(title))
        .flatMap(Channel::document);
  }

  /** What each channel is doing. */
  public Map<TitleId, Channel.State> states() {
    var states = new TreeMap<TitleId, Channel.State>();
    open.values().forEach(channel -> states.put(channel.title(), channel.state()));
    return states;
  }

  /** How long ago a channel's newest segment came, while it is on the air; any thread. */
  public Optional<Duration> silence(TitleId title) {
    return Optional.ofNullable(open.get(title.slug()))
        .filter(channel -> channel.title().equals(title))
        .flatMap(Channel::silence);
  }

  /** Lets time pass in all channels; about twice a second, where the disk may be waited for. */
  public void tick() {
    open.values().forEach(Channel::tick);
  }

  private static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (var paths = Files.list(parent)) {
      return paths.filter(Files::isDirectory).toList();
    }
  }

  @Override
  public void close() {
    for (Channel channel : open.values()) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.error("{} cannot be closed: {}", channel.title(), e.toString());
      }
    }
    open.clear();
  }
}
