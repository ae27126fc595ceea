package io.cordwood.webseed.http;

import io.cordwood.webseed.heat.HeatLimits;
import io.cordwood.webseed.live.Channels;
import io.cordwood.webseed.live.Recording;
import io.cordwood.webseed.node.LeaseLoop;
import io.cordwood.webseed.node.NewsRoom;
import io.cordwood.webseed.node.NodeClient;
import io.cordwood.webseed.node.Trust;
import io.cordwood.webseed.publish.encode.Programs;
import io.cordwood.webseed.relay.Relays;
import io.cordwood.webseed.store.StoreLayout;
import io.cordwood.webseed.store.TitleShelf;
import io.cordwood.webseed.store.TitleStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

/** A running webseed: its titles, its listeners, its counters. */
public final class WebseedProcess implements AutoCloseable {
  private static final int MAX_EVENT_LOOPS = 8;
  private static final Duration TICK = Duration.ofMillis(500);

  /** What a channel of another webseed takes on the disk at most when nobody says otherwise. */
  public static final int RELAY_GIB = 8;

  private static final long RELAY_BYTES = (long) RELAY_GIB << 30;

  private final Vertx vertx;
  private final TitleStore titles;
  private final Live live;
  private final WebseedHandler handler;
  private final int port;
  private final long ticking;

  /** Its channels, what is told of them, and those of other webseeds. */
  private record Live(
      Channels channels,
      NewsRoom news,
      Relays relays,
      Optional<LeaseLoop> leases,
      ChannelGauges gauges) {}

  /**
   * The node that a webseed belongs to.
   *
   * @param client speaks to it
   * @param id this webseed's name there
   */
  public record Node(NodeClient client, String id) {}

  private WebseedProcess(
      Vertx vertx, TitleStore titles, Live live, WebseedHandler handler, int port) {
    this.vertx = vertx;
    this.titles = titles;
    this.live = live;
    this.handler = handler;
    this.port = port;
    this.ticking = vertx.setPeriodic(TICK.toMillis(), _ -> tick());
  }

  /** Serves the titles of {@code store} by itself: its channels need no lease. */
  public static WebseedProcess start(
      StoreLayout store,
      String host,
      int port,
      Optional<Path> keyStore,
      String password,
      HeatLimits limits)
      throws IOException {
    return start(store, host, port, keyStore, password, limits, RELAY_BYTES, Optional.empty());
  }

  /**
   * Serves the titles of {@code store}.
   *
   * @param port 0 for a free one, on which one event loop listens
   * @param keyStore PKCS#12 file for https
   * @param limits beyond which it is hot
   * @param relayBytes the most that it keeps of a channel that another webseed takes in
   * @param node says which channels it may take in, and hears of their segments
   * @throws java.net.BindException when the port cannot be had
   */
  public static WebseedProcess start(
      StoreLayout store,
      String host,
      int port,
      Optional<Path> keyStore,
      String password,
      HeatLimits limits,
      long relayBytes,
      Optional<Node> node)
      throws IOException {
    var plain = WebseedServer.options(host, port);
    var options =
        keyStore.map(file -> WebseedServer.withTls(plain, file.toString(), password)).orElse(plain);
    var files =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    Vertx vertx = Vertx.vertx(new VertxOptions().setFileSystemOptions(files));
    var titles = new TitleStore(store);
    var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var client = new ClientFiles(WebseedProcess.class.getClassLoader());
    var local = keyStore.or(() -> Optional.of(store.localCertificate()));
    var trust = Trust.context(local, password);
    var relays = new Relays(store, trust, relayBytes, metrics, Clock.systemUTC());
    var live = live(store, metrics, relays, node);
    var recording = new Recording(store, new Programs("ffmpeg", "ffprobe"));
    var handler =
        new WebseedHandler(
            vertx, titles, client, metrics, limits, live.channels(), relays, recording);
    return new WebseedProcess(vertx, titles, live, handler, listen(vertx, options, handler));
  }

  private static Live live(
      StoreLayout store, MeterRegistry metrics, Relays relays, Optional<Node> node)
      throws IOException {
    var news = new NewsRoom(metrics);
    var channels =
        new Channels(
            store,
            news,
            kind ->
                metrics
                    .counter(
                        "cordwood.webseed.ingest.left.out",
                        "why",
                        kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .increment(),
            Clock.systemUTC());
    node.ifPresent(
        one ->
            channels.needLeases(
                (channel, swarm, targetMs, mark) ->
                    one.client().lease(one.id(), channel, swarm, targetMs, mark)));
    channels.refresh();
    node.ifPresent(one -> news.start(one.client(), channels::document));
    var gauges = new ChannelGauges(channels, relays, metrics);
    return new Live(channels, news, relays, node.map(_ -> new LeaseLoop(channels)), gauges);
  }

  private void tick() {
    vertx.executeBlocking(
        () -> {
          live.channels().tick();
          live.gauges().look();
          return null;
        },
        false);
  }

  private static int listen(Vertx vertx, HttpServerOptions options, WebseedHandler handler)
      throws IOException {
    var servers = new CopyOnWriteArrayList<WebseedServer>();
    int processors = Runtime.getRuntime().availableProcessors();
    int loops = options.getPort() == 0 ? 1 : Math.min(MAX_EVENT_LOOPS, processors);
    try {
      vertx
          .deployVerticle(
              () -> {
                var server = new WebseedServer(options, handler);
                servers.add(server);
                return server;
              },
              new DeploymentOptions().setInstances(loops))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
      return servers.getFirst().port();
    } catch (CompletionException e) {
      vertx.close();
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  /** The port in use. */
  public int port() {
    return port;
  }

  /** What is served. */
  public TitleShelf titles() {
    return TitleShelf.both(titles, TitleShelf.both(live.channels(), live.relays()));
  }

  /** The channels of other webseeds. */
  public Relays relays() {
    return live.relays();
  }

  /** Media bytes that went out since the start. */
  public long sentMediaBytes() {
    return handler.sentMediaBytes();
  }

  /** Lets answers that are under way end within five seconds, then closes everything. */
  @Override
  public void close() {
    // A tick that came while Vert.x ends would find its workers gone.
    vertx.cancelTimer(ticking);
    vertx.close().toCompletionStage().toCompletableFuture().join();
    live.leases().ifPresent(LeaseLoop::close);
    live.relays().close();
    live.news().close();
    live.channels().close();
  }
}
