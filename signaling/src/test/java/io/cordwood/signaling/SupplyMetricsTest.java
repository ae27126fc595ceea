package io.cordwood.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.signaling.signal.SignalClient;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.UpMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(NodeUnderTest.class)
class SupplyMetricsTest {
  private static final String LABELS = "{rendition=\"720p\",title=\"supply/film\"} ";

  @TestHTTPResource("/")
  URI base;

  private NodeClient node;
  private SignalClient viewer;

  @BeforeEach
  void reach() {
    node = new NodeClient(base);
  }

  @AfterEach
  void leave() {
    viewer.close();
  }

  @Test
  void aViewerAloneIsToldNotToWaitAndTheOperatorSeesWhatItNeeds() {
    viewer = watching("film");
    assertThat(viewer.take(DownMessage.Policy.class).thin()).isTrue();
    var metrics = metricsWith("cordwood_cohorts_thin" + LABELS + "1.0");
    assertThat(metrics)
        .contains(
            "cordwood_demand_bits_per_second" + LABELS + "900000.0",
            "cordwood_supply_bits_per_second" + LABELS + "0.0",
            "cordwood_required_fallback_bits_per_second" + LABELS + "900000.0",
            "cordwood_cohorts" + LABELS + "1.0");
  }

  @Test
  void aRenditionThatAViewerInventsHasNoRow() {
    viewer = watching("other", "invented");
    assertThat(viewer.take(DownMessage.Policy.class).thin()).isTrue();
    assertThat(node.get("/metrics").body()).doesNotContain("invented");
  }

  @Test
  void hotWebseedsMakeViewersPatient() {
    assertThat(
            node.heartbeat(
                    "supply-seed",
                    """
                    {"url":"http://seed","titles":["supply/hot"],"egressBitsPerSecond":990,
                     "capacityBitsPerSecond":1000,"draining":false}""")
                .statusCode())
        .isEqualTo(200);
    viewer = watching("hot");
    assertThat(viewer.take(DownMessage.Policy.class).patience()).isEqualTo(Duration.ofSeconds(20));
  }

  /** The metrics once they have this line; as they are after a minute without. */
  private String metricsWith(String line) {
    var giveUpAt = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    var metrics = node.get("/metrics").body();
    while (!metrics.contains(line) && System.nanoTime() < giveUpAt) {
      metrics = node.get("/metrics").body();
    }
    return metrics;
  }

  private SignalClient watching(String slug) {
    return watching(slug, "720p");
  }

  /** A viewer alone who needs more than it has. */
  private SignalClient watching(String slug, String rendition) {
    node.publish(Samples.title("supply", slug, "supply/" + slug, true));
    var client = SignalClient.member(node, "supply/" + slug, "alone");
    client.send(needing(rendition));
    return client;
  }

  private static UpMessage.State needing(String rendition) {
    return new UpMessage.State(
        61_000,
        new RenditionName(rendition),
        2_000,
        0,
        0,
        1_000_000,
        900_000,
        0,
        List.of(),
        List.of(),
        true,
        Optional.empty());
  }
}
