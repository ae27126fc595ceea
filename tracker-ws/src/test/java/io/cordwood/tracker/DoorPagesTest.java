package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.tracker.TrackerCounters.Count;
import io.cordwood.tracker.meters.TrackerMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class DoorPagesTest {
  private static final TrackerStats STATS = () -> new TrackerStats.Totals(7, 5, 30, 10, 20);

  private final TrackerCounters counters = new TrackerCounters();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final TrackerDoor door =
      new TrackerDoor(
          DoorRig.config(),
          counters,
          DoorRig.saying((from, text) -> {}),
          STATS,
          Optional.of(registry::scrape));
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void start() throws Exception {
    door.start();
    TrackerMeters.bind(registry, door, STATS);
  }

  @AfterEach
  void stop() {
    door.close();
    http.close();
  }

  @Test
  void statsHaveTheNamesOfBittorrentTracker() throws Exception {
    ask("POST", "/health");
    var answer = ask("GET", "/stats.json");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .startsWith(
            "{\"torrents\":7,\"activeTorrents\":5,\"peersAll\":30,\"peersSeederOnly\":10,"
                + "\"peersLeecherOnly\":20,\"connections\":0,\"counters\":{\"opened\":0,")
        .contains("\"not_a_websocket\":1")
        .endsWith("}}");
  }

  @Test
  void metricsAreInPrometheusFormat() throws Exception {
    var answer = ask("GET", "/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(answer.body())
        .contains(
            "cordwood_tracker_events_total{event=\"opened\"} 0.0",
            "cordwood_tracker_connections 0.0",
            "cordwood_tracker_swarms 7.0",
            "cordwood_tracker_seeders 10.0",
            "cordwood_tracker_leechers 20.0");
  }

  @Test
  void whoBringsNoMetricsHasNoSuchPage() throws Exception {
    try (var plain =
        new TrackerDoor(
            DoorRig.config(), new TrackerCounters(), DoorRig.saying((from, text) -> {}))) {
      plain.start();
      assertThat(ask(plain, "GET", "/metrics").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void headIsGetWithoutItsBody() throws Exception {
    for (var path : new String[] {"/health", "/stats.json", "/metrics", "/"}) {
      var head = ask("HEAD", path);
      var get = ask("GET", path);
      assertThat(head.body()).as(path).isEmpty();
      assertThat(head.statusCode()).isEqualTo(get.statusCode());
      assertThat(head.headers().firstValue("Content-Type"))
          .isEqualTo(get.headers().firstValue("Content-Type"));
    }
  }

  @Test
  void otherMethodsAndPathsAreToldToUpgrade() throws Exception {
    assertThat(ask("POST", "/stats.json").statusCode()).isEqualTo(426);
    assertThat(ask("DELETE", "/health").statusCode()).isEqualTo(426);
    assertThat(ask("GET", "/healthy").statusCode()).isEqualTo(426);
    assertThat(ask("GET", "/stats.json/").statusCode()).isEqualTo(426);
    assertThat(counters.get(Count.NOT_A_WEBSOCKET)).isEqualTo(4);
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    return ask(door, method, path);
  }

  private HttpResponse<String> ask(TrackerDoor of, String method, String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + of.port() + path))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }
}
