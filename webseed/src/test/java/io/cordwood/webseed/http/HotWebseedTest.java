package io.cordwood.webseed.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.heat.HeatLimits;
import io.cordwood.webseed.live.NoChannels;
import io.cordwood.webseed.range.EntityTag;
import io.cordwood.webseed.range.Representation;
import io.cordwood.webseed.store.Body;
import io.cordwood.webseed.store.MediaKey;
import io.cordwood.webseed.store.Resource;
import io.cordwood.webseed.store.ServedTitle;
import io.cordwood.webseed.store.Titles;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotWebseedTest {
  private static final TitleId TITLE = TitleId.parse("demo/logs");
  private static final String SMALL = "/t/demo/logs/720p/small.m4s";
  private static final String BIG = "/t/demo/logs/720p/big.m4s";
  private static final int SMALL_BYTES = 100_000;
  private static final int BIG_BYTES = 24 * 1024 * 1024;
  private static final int BIG_SECONDS = 4;
  private static final long WIDE = 1L << 40;
  private static final int ASKERS = 60;
  private static final long WAITED_MS = 300;

  @TempDir Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private RawHttp http;

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void whatIsForLaterIsRefusedWithATimeAndAllElseIsServedNowFirst() throws Exception {
    serve(HeatLimits.of(1, WIDE));
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    try (var slow = holdTheOnlyStream();
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < ASKERS / 2; i++) {
        pool.submit(beginning("soon", order));
      }
      await(() -> gauge("cordwood.webseed.waiting") == ASKERS / 2);
      for (int i = 0; i < ASKERS / 2; i++) {
        pool.submit(beginning("now", order));
      }
      await(() -> gauge("cordwood.webseed.waiting") == ASKERS);
      for (int i = 0; i < ASKERS; i++) {
        assertRefused(http.send("GET", SMALL + "?need=ahead", "Range: bytes=0-999"));
      }
      assertThat(http.send("HEAD", SMALL).status()).isEqualTo(200);
      assertThat(http.send("GET", "/t/demo/logs/720p/index.m3u8").status()).isEqualTo(200);
      assertThat(order).isEmpty();
      slow.setSoLinger(true, 0);
      slow.close();
      await(() -> order.size() == ASKERS);
    }
    assertThat(order.subList(0, ASKERS / 2)).containsOnly("now");
    assertThat(order.subList(ASKERS / 2, ASKERS)).containsOnly("soon");
    await(() -> gauge("cordwood.webseed.streams") == 0);
    assertThat(gauge("cordwood.webseed.waiting")).isZero();
    assertThat(http.send("GET", SMALL + "?need=ahead").body()).hasSize(SMALL_BYTES);
    assertThat(http.send("GET", "/metrics").text())
        .contains(
            "cordwood_webseed_admissions_total{need=\"ahead\",outcome=\"refused\"} "
                + ASKERS
                + ".0",
            "cordwood_webseed_admissions_total{need=\"now\",outcome=\"waited\"} 30.0",
            "cordwood_webseed_admissions_total{need=\"soon\",outcome=\"waited\"} 30.0");
  }

  @Test
  void aLineIsNotFilledBeyondItsCapacity() throws Exception {
    int askers = 15;
    int perSecond = 400_000;
    serve(HeatLimits.of(1_000, perSecond * 8L));
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    long began = System.nanoTime();
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < askers; i++) {
        pool.submit(asking("soon", order));
      }
      assertRefused(firstThatIsNotServed(SMALL + "?need=ahead"));
      await(() -> order.size() == askers);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    double atLeast = (askers * (double) SMALL_BYTES - perSecond - SMALL_BYTES) / perSecond;
    assertThat(seconds).isGreaterThan(atLeast);
  }

  @Test
  void anAnswerSaysHowLongItsRequestWaited() throws Exception {
    serve(HeatLimits.of(1, WIDE));
    assertThat(waitOf(http.send("GET", SMALL))).isLessThan(WAITED_MS);
    try (var slow = holdTheOnlyStream();
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = pool.submit(() -> http.send("GET", SMALL));
      await(() -> gauge("cordwood.webseed.waiting") == 1);
      var waits = System.nanoTime();
      await(() -> System.nanoTime() - waits > WAITED_MS * 1_000_000L);
      slow.setSoLinger(true, 0);
      slow.close();
      assertThat(waitOf(waiting.get())).isGreaterThanOrEqualTo(WAITED_MS);
    }
  }

  private static long waitOf(RawHttp.Answer answer) {
    assertThat(answer.header("Server-Timing")).matches("queue;dur=[0-9]+");
    return Long.parseLong(answer.header("Server-Timing").substring("queue;dur=".length()));
  }

  @Test
  void whoHangsUpWhileItWaitsLeavesNothingBehind() throws Exception {
    serve(HeatLimits.of(1, WIDE));
    try (var slow = holdTheOnlyStream()) {
      for (int i = 0; i < 20; i++) {
        try (var waiting = http.open()) {
          RawHttp.write(waiting, "GET", SMALL + "?need=now");
          await(() -> gauge("cordwood.webseed.waiting") == 1);
          waiting.setSoLinger(true, 0);
        }
        await(() -> gauge("cordwood.webseed.waiting") == 0);
      }
      slow.setSoLinger(true, 0);
    }
    await(() -> gauge("cordwood.webseed.streams") == 0);
    assertThat(http.send("GET", SMALL + "?need=ahead").body()).hasSize(SMALL_BYTES);
  }

  @Test
  void aBreakGivesTheLineBackWhatDidNotGoOut() throws Exception {
    serve(HeatLimits.of(1_000, 8L * BIG_BYTES / BIG_SECONDS));
    for (int i = 0; i < 3; i++) {
      try (var reader = beginOf(BIG + "?need=soon")) {
        reader.setSoLinger(true, 0);
      }
      await(() -> gauge("cordwood.webseed.streams") == 0);
      // What the sockets' buffers took went out; it is a small part of the answer.
      assertThat(waitOf(http.send("GET", SMALL + "?need=soon")))
          .isLessThan(BIG_SECONDS * 1_000L / 2);
    }
  }

  /** Asks until the line is full: what is served meanwhile helps to fill it. */
  private RawHttp.Answer firstThatIsNotServed(String target) throws IOException {
    var answer = http.send("GET", target);
    for (int i = 0; i < 1_000 && answer.status() == 200; i++) {
      answer = http.send("GET", target);
    }
    return answer;
  }

  private Callable<Void> asking(String need, List<String> order) {
    return () -> {
      assertThat(http.send("GET", SMALL + "?need=" + need).body()).hasSize(SMALL_BYTES);
      order.add(need);
      return null;
    };
  }

  /**
   * A viewer that goes away after the beginning of a large answer. The answer is under way until
   * then, since no socket buffer holds it whole: the order is that in which the webseed began.
   */
  private Callable<Void> beginning(String need, List<String> order) {
    return () -> {
      try (var viewer = beginOf(BIG + "?need=" + need)) {
        order.add(need);
        viewer.setSoLinger(true, 0);
      }
      return null;
    };
  }

  /** A viewer that reads the beginning of a large answer, and no more until it is closed. */
  private Socket holdTheOnlyStream() throws IOException {
    return beginOf(BIG);
  }

  private Socket beginOf(String target) throws IOException {
    var slow = http.open();
    slow.setReceiveBufferSize(65_536);
    RawHttp.write(slow, "GET", target);
    assertThat(slow.getInputStream().readNBytes(1_000)).hasSize(1_000);
    return slow;
  }

  private static void assertRefused(RawHttp.Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(2, 5);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  private double gauge(String name) {
    return metrics.get(name).gauge().value();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.yield();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private void serve(HeatLimits limits) throws IOException {
    var title =
        new ServedTitle(
            TITLE,
            65_536,
            Map.of(
                "720p/small.m4s", file("small.m4s", SMALL_BYTES, true),
                "720p/big.m4s", file("big.m4s", BIG_BYTES, true),
                "720p/index.m3u8", file("index.m3u8", 100, false)));
    var client = new ClientFiles(HotWebseedTest.class.getClassLoader());
    var handler =
        new WebseedHandler(
            vertx,
            new One(title),
            client,
            metrics,
            limits,
            NoChannels.in(folder),
            NoChannels.relays(folder),
            NoChannels.recording(folder));
    var server = new WebseedServer(WebseedServer.options("127.0.0.1", 0), handler);
    vertx.deployVerticle(server).await();
    http = new RawHttp(server.port());
  }

  private Resource file(String name, int bytes, boolean media) throws IOException {
    var file = Files.write(folder.resolve(name), new byte[bytes]);
    var key = new MediaKey(TITLE, new RenditionName("720p"));
    return new Resource(
        new Representation(bytes, new EntityTag("tag"), "video/mp4", Resource.IMMUTABLE),
        new Body.OnDisk(file),
        media ? Optional.of(key) : Optional.empty());
  }

  private record One(ServedTitle title) implements Titles {
    @Override
    public Optional<ServedTitle> ready(TitleId asked) {
      return Optional.of(title).filter(one -> one.title().equals(asked));
    }

    @Override
    public Optional<ServedTitle> find(TitleId asked) {
      return ready(asked);
    }
  }
}
