package io.cordwood.signaling.http;

import static io.cordwood.signaling.NodeClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.signaling.NodeClient;
import io.cordwood.signaling.NodeUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(NodeUnderTest.class)
class PagesTest {
  @TestHTTPResource("/")
  URI base;

  private NodeClient node;

  @BeforeEach
  void connect() {
    node = new NodeClient(base);
  }

  @Test
  void theAddressOfATitleShowsTheWatchPage() {
    var watch = node.get("/watch/demo/logs");
    var page = node.get("/watch.html");
    assertThat(watch.statusCode()).isEqualTo(page.statusCode());
    assertThat(watch.body()).isEqualTo(page.body());
  }

  @Test
  void pagesAreAskedForAgainAndTheScriptMayBeUsedByAnySite() {
    assertThat(node.get("/watch/demo/logs").headers().firstValue("Cache-Control"))
        .hasValueSatisfying(value -> assertThat(value).isIn("no-cache", "no-store"));
    assertThat(node.get("/client/cordwood.js").headers().firstValue("Access-Control-Allow-Origin"))
        .contains("*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health", "/q/health", "/q/health/ready", "/q/health/live"})
  void healthSaysUp(String path) {
    var answer = node.get(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).get("status").asText()).isEqualTo("UP");
  }

  @Test
  void metricsCountWhatTheNodeDoes() {
    node.join("nobody/nothing", "bad");
    assertThat(node.get("/metrics").body())
        .contains(
            "cordwood_join_refusals_total{status=\"400\"}",
            "cordwood_joins_total",
            "cordwood_connections ",
            "cordwood_swarm_events_total{event=\"introduced\"}",
            "cordwood_swarm_events_total{event=\"offers_relayed\"}",
            "cordwood_swarm_events_total{event=\"answers_relayed\"}",
            "cordwood_signal_refusals_total{code=\"ticket-refused\"}",
            "cordwood_signal_drops_total",
            "cordwood_stun_answers_total",
            "cordwood_tracker_events_total{event=\"opened\"}");
  }

  @Test
  void theInterfaceIsDescribed() {
    assertThat(node.get("/openapi").body())
        .contains("/v1/join", "/v1/titles/{owner}/{slug}", "/v1/webseeds/{id}", "JoinAnswer")
        .contains("application/problem+json");
  }
}
