package io.cordwood.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Http;
import io.cordwood.bench.harness.Stack;
import io.cordwood.bench.harness.ViewerReport;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A webseed whose line is full. */
@ExtendWith(WithWorld.class)
class HotWebseedIT {
  private static final Duration TO_THE_END = Duration.ofMinutes(4);
  private static final String RUNG = "240p";
  private static final double TIMES_THE_FILM = 2.5;
  private static final Duration SOON = Duration.ofMinutes(2);

  /** For one viewer a wide line, for so many who come at once a narrow one. */
  private static final long CROWDED_BITS_PER_SECOND = 40_000_000;

  /** 24 a second; a node takes 300 at once from one address. */
  private static final int JOINS_AT_ONCE = 6;

  private static final int JOIN_EVERY_MS = 250;
  private static final int CROWD = 40;

  /** So far that the answer to the join is there well before the first segment. */
  private static final Duration AWAY = Duration.ofMillis(100);

  /** What a player has ahead before it goes up; what it has played comes to that. */
  private static final double LOW_SECONDS = 8;

  private static final Pattern ADMISSIONS =
      Pattern.compile("(?m)^cordwood_webseed_admissions_total\\{([^}]*)}\\s+(\\S+)");

  /** Keeps what goes wrong, whether the page would show it or not. */
  private static final String LISTEN =
      """
      () => {
        globalThis.troubles = [];
        viewer.element.engine.on('error', (error) => troubles.push(error.detail));
        viewer.element.attached.on('setback', (setback) => troubles.push(setback.detail));
      }
      """;

  @Test
  void whatIsNotNeededSoonIsRefusedAndTheFilmPlaysOn(World world) {
    var opening = world.opening();
    var rate = 8 * opening.bytes(RUNG) / opening.seconds(RUNG);
    var servers = world.narrowServers("hot", (long) (TIMES_THE_FILM * rate));

    var viewer = world.lab().watch("viewer", Embed.of(servers, World.OPENING).pinned(RUNG));
    viewer.page().evaluate(LISTEN);
    var end = viewer.awaitEnd(TO_THE_END);

    assertThat(refused(servers, "ahead")).isPositive();
    assertThat(refused(servers, "now") + refused(servers, "soon")).isZero();
    assertThat(viewer.page().evaluate("() => troubles")).isEqualTo(List.of());
    assertThat(end.failures()).isEmpty();
    assertThat(end.unfed()).isEmpty();
    assertThat(end.stats().bytesFromWebseeds()).isEqualTo(opening.bytes(RUNG));
    Audit.everyByteShownIsTheFilms(end, opening);
    world.picture(viewer, "hot-webseed");
  }

  @Test
  void whereACrowdComesAPlayerBeginsWithALowRungAndGoesUp(World world) {
    var servers = world.narrowServers("crowd", CROWDED_BITS_PER_SECOND, AWAY);
    var answers = new ConcurrentLinkedQueue<Integer>();
    try (var crowd = Executors.newScheduledThreadPool(JOINS_AT_ONCE)) {
      for (int i = 0; i < JOINS_AT_ONCE; i++) {
        crowd.scheduleAtFixedRate(() -> answers.add(join(servers)), 0, JOIN_EVERY_MS, MILLISECONDS);
      }
      Await.until(() -> "a crowd has come: " + answers, SOON, () -> answers.size() >= CROWD);
      var viewer = world.lab().watch("viewer", Embed.of(servers, World.OPENING));
      viewer.await("has chosen", SOON, r -> r.segments().size() > 1);
      crowd.shutdownNow();

      var report = viewer.await("plays a higher rung", SOON, HotWebseedIT::wentUp);

      var first = report.segments().stream().takeWhile(s -> !isLow(s)).toList();
      var low = report.segments().stream().skip(first.size()).takeWhile(HotWebseedIT::isLow);
      assertThat(seconds(world, first.stream()) + seconds(world, low))
          .as("seconds until it went up")
          .isGreaterThanOrEqualTo(LOW_SECONDS);
      assertThat(first).as("before it was let in").hasSizeLessThanOrEqualTo(2);
      assertThat(report.unfed()).isEmpty();
      assertThat(answers).containsOnly(200);
      world.picture(viewer, "crowd");
    }
  }

  /** A viewer asks to join, and never comes; the status of the answer. */
  private static int join(Stack servers) {
    var fingerprint = String.join(":", Collections.nCopies(32, "AB"));
    var body =
        "{\"title\":\"demo/%s\",\"fingerprint\":\"%s\"}".formatted(World.OPENING, fingerprint);
    var node = servers.nodeUrl();
    return Http.post(node.resolve("/v1/join"), "http://localhost", body).statusCode();
  }

  private static boolean wentUp(ViewerReport report) {
    var segments = report.segments();
    return segments.stream().anyMatch(HotWebseedIT::isLow) && !isLow(segments.getLast());
  }

  private static boolean isLow(ViewerReport.SegmentReport segment) {
    return segment.url().contains("/" + RUNG + "/");
  }

  /** Segments last as long in all renditions. */
  private static double seconds(World world, Stream<ViewerReport.SegmentReport> segments) {
    var known = world.opening().segments(RUNG);
    return segments
        .map(segment -> segment.url().substring(segment.url().lastIndexOf('/')))
        .distinct()
        .mapToDouble(
            file ->
                known.stream()
                    .filter(segment -> segment.uri().endsWith(file))
                    .findFirst()
                    .orElseThrow()
                    .durationSeconds())
        .sum();
  }

  /** How many requests of this need were sent away. */
  private static long refused(Stack servers, String need) {
    var metrics = Http.get(servers.webseedUrl().resolve("/metrics")).body();
    return ADMISSIONS
        .matcher(metrics)
        .results()
        .filter(r -> r.group(1).contains("need=\"" + need + "\""))
        .filter(r -> r.group(1).matches(".*outcome=\"(refused|full)\".*"))
        .mapToLong(r -> Math.round(Double.parseDouble(r.group(2))))
        .sum();
  }
}
