package io.cordwood.webseed.http;

import io.cordwood.webseed.heat.HeatLimits;
import io.cordwood.webseed.live.Channels;
import io.cordwood.webseed.live.Recording;
import io.cordwood.webseed.node.NewsRoom;
import io.cordwood.webseed.node.NodeClient;
import io.cordwood.webseed.publish.encode.Programs;
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

  private final Vertx vertx;
  private final TitleStore titles;
  private final Live live;
  private final WebseedHandler handler;
  private final int port;

  /** Its channels, and what is told of them. */
  private record Live(Channels channels, NewsRoom news) {}

  private WebseedProcess(
      Vertx vertx, TitleStore titles, Live live, WebseedHandler handler, int port) {
    this.vertx = vertx;
    this.titles = titles;
    this.live = live;
    this.handler = handler;
    this.port = port;
  }

  /**
   * Serves the titles of {@code store}.
   *
   * @param port 0 for a free one, on which one event loop listens
   * @param keyStore PKCS#12 file for https
   * @param limits beyond which it is hot
   * @throws java.net.BindException when the port cannot be had
   */
  public static WebseedProcess start(
      StoreLayout store,
      String host,
      int port,
      Optional<Path> keyStore,
      String password,
      HeatLimits limits)
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
    var live = live(store, metrics);
    var recording = new Recording(store, new Programs("ffmpeg", "ffprobe"));
    var handler =
        new WebseedHandler(vertx, titles, client, metrics, limits, live.channels(), recording);
    var process = new WebseedProcess(vertx, titles, live, handler, listen(vertx, options, handler));
    vertx.setPeriodic(TICK.toMillis(), _ -> process.tick());
    return process;
  }

  private static Live live(StoreLayout store, MeterRegistry metrics) throws IOException {
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
    channels.refresh();
    return new Live(channels, news);
  }

  private void tick() {
    vertx.executeBlocking(
        () -> {
          live.channels().tick();
          return null;
        },
        false);
  }

  /** Tells a node of live segments from now on; once. */
  public void tell(NodeClient node) {
    live.news().start(node, live.channels()::document);
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
    return TitleShelf.both(titles, live.channels());
  }

  /** Media bytes that went out since the start. */
  public long sentMediaBytes() {
    return handler.sentMediaBytes();
  }

  /** Lets answers that are under way end within five seconds, then closes everything. */
  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    live.news().close();
    live.channels().close();
  }
}
