package io.cordwood.webseed.relay;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.store.Folders;
import io.cordwood.webseed.store.Resource;
import io.cordwood.webseed.store.StoreLayout;
import io.cordwood.webseed.store.TitleDocument;
import io.cordwood.webseed.store.TitleShelf;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live channels that the node tells of, at most {@value #MAX_CHANNELS}, each served from what
 * its webseed of ingest sends. Nothing else than the node's word says where that is. Any thread.
 */
public final class Relays implements TitleShelf, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relays.class);
  static final int MAX_CHANNELS = 64;

  /** Files under way at once: at most half a gigabyte is in memory. */
  private static final int MAX_FLIGHTS = 32;

  private final Path folder;
  private final long maxBytes;
  private final Upstream upstream;
  private final RelayCounters counters;
  private final InstantSource clock;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Flights flights = new Flights(threads, MAX_FLIGHTS);
  private final Map<TitleId, Relay> relays = new ConcurrentHashMap<>();

  /** Each has a folder of its own: one that takes another's place shares no file with it. */
  private long made;

  /**
   * Keeps what it fetches below {@code store}; what lay there is removed.
   *
   * @param trust whom it believes when it asks by https
   * @param maxBytes the most that it keeps of a channel
   */
  public Relays(
      StoreLayout store,
      SSLContext trust,
      long maxBytes,
      MeterRegistry metrics,
      InstantSource clock)
      throws IOException {
    this.folder = store.data().resolve("relay");
    this.maxBytes = maxBytes;
    this.upstream = new Upstream(trust);
    this.counters = new RelayCounters(metrics);
    this.clock = clock;
    Folders.delete(folder);
    Gauge.builder(
            "cordwood.webseed.relay.held.bytes",
            relays,
            all -> all.values().stream().mapToLong(Relay::bytes).sum())
        .description("Bytes on the disk of channels that other webseeds take in")
        .register(metrics);
  }

  /** The node's word: all live channels. Never waits for other webseeds. */
  public synchronized void update(List<KnownChannel> channels) {
    var named = new HashSet<TitleId>();
    for (var known : channels) {
      named.add(known.title());
      var there = relays.get(known.title());
      if (there != null && there.known().key().equals(known.key())) {
        there.update(known);
      } else if (there != null || relays.size() < MAX_CHANNELS) {
        relays.put(known.title(), relay(known));
        Optional.ofNullable(there).ifPresent(Relays::forget);
      }
    }
    for (var title : List.copyOf(relays.keySet())) {
      if (!named.contains(title)) {
        forget(relays.remove(title));
      }
    }
    relays.values().stream()
        .filter(relay -> relay.known().from().isPresent() && !relay.serves())
        .forEach(relay -> relay.find(LivePath.MASTER));
  }

  private Relay relay(KnownChannel known) {
    var title = known.title();
    var below =
        folder
            .resolve(title.owner().value())
            .resolve(title.slug().value())
            .resolve(Long.toString(made++));
    var files = new HeldFiles(title, below, maxBytes);
    return new Relay(known, files, upstream, counters, flights, clock);
  }

  private static void forget(Relay relay) {
    try {
      relay.end();
    } catch (IOException e) {
      LOG.error("{} cannot be removed: {}. Check the disk.", relay.known().title(), e.toString());
    }
  }

  /** Whether the node tells of a channel; never waits. */
  public boolean has(TitleId title) {
    return relays.containsKey(title);
  }

  /** Whether another webseed takes a channel in now; never waits. */
  public boolean hasSource(TitleId title) {
    var relay = relays.get(title);
    return relay != null && relay.known().from().isPresent();
  }

  /** What of a channel is here, however old; never waits. */
  public Optional<Resource> held(TitleId title, String path) {
    return Optional.ofNullable(relays.get(title)).flatMap(relay -> relay.held(path));
  }

  /** What lies at a path of a channel, fetched when it must be; never fails. */
  public CompletableFuture<Found> find(TitleId title, String path) {
    var relay = relays.get(title);
    return relay == null
        ? CompletableFuture.completedFuture(new Found.Nothing())
        : relay.find(path);
  }

  @Override
  public List<TitleId> refresh() {
    return relays.values().stream()
        .filter(Relay::serves)
        .map(relay -> relay.known().title())
        .sorted()
        .toList();
  }

  /** Who takes a channel in tells nodes of it. */
  @Override
  public Optional<TitleDocument> document(TitleId title) {
    return Optional.empty();
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
    upstream.close();
  }
}
