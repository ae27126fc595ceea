package io.cordwood.signaling.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.signaling.NodeConfig;
import io.cordwood.tracker.NetworkRange;
import io.cordwood.tracker.TrackerConfig;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrackerSettingsTest {
  @Test
  void whatIsNotSetIsTheDoorsUsualButForTheConnectionsThatTheNodeShares() {
    var usual = TrackerConfig.of("0.0.0.0", 8082);
    assertThat(TrackerSettings.of(node(Map.of())))
        .isEqualTo(usual.with(usual.limits().withConnections(20_000, 256, 2_048)));
  }

  @Test
  void eachSettingReachesItsPlace() {
    var door =
        TrackerSettings.of(
            node(
                Map.of(
                    "http.host", "127.0.0.1",
                    "tracker.port", "0",
                    "tracker.connections", "5",
                    "tracker.connections-per-address", "3",
                    "tracker.connections-per-prefix", "4",
                    "tracker.per-second", "0.5",
                    "tracker.burst", "7",
                    "tracker.interval", "30s",
                    "tracker.announces-per-second", "9",
                    "tracker.drain", "0s")));
    var usual = TrackerConfig.of("127.0.0.1", 0);
    var limits = usual.limits().withConnections(5, 3, 4);
    assertThat(door)
        .isEqualTo(
            usual
                .with(
                    limits.withRates(
                        new TrackerConfig.Rate(0.5, 7),
                        limits.messagesPerAddress(),
                        limits.violations()))
                .with(usual.announce().withInterval(Duration.ofSeconds(30)).withPerSecond(9))
                .with(usual.timing().withEnd(usual.timing().close(), Duration.ZERO)));
  }

  @Test
  void theOffersPerHourReachTheirPlaceAndAreNotLessThanOne() {
    var door = TrackerSettings.of(node(Map.of("tracker.offers-per-hour", "11")));
    assertThat(door.limits().offersPerHour()).isEqualTo(11);
    assertThatThrownBy(() -> TrackerSettings.of(node(Map.of("tracker.offers-per-hour", "0"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The number of offers per hour is above 0.");
  }

  @Test
  void theNodesKeyStoreIsTheDoorsToo() {
    var door =
        TrackerSettings.of(
            node(Map.of("tls.keystore", "/keys/node.p12", "tls.password", "secret")));
    assertThat(door.tls()).contains(TrackerConfig.Tls.of(Path.of("/keys/node.p12"), "secret"));
    assertThat(TrackerSettings.of(node(Map.of("tls.keystore", "/keys/node.p12"))).tls())
        .contains(TrackerConfig.Tls.of(Path.of("/keys/node.p12"), ""));
    assertThat(TrackerSettings.of(node(Map.of("tls.password", "secret"))).tls())
        .isEqualTo(Optional.empty());
  }

  @Test
  void originsAndProxiesAreLists() {
    var door =
        TrackerSettings.of(
            node(
                Map.of(
                    "tracker.origins", "https://a.example,https://b.example",
                    "tracker.trusted-proxies", "10.0.0.0/8,2001:db8::1",
                    "tracker.proxy-protocol", "true")));
    assertThat(door.origins()).isEqualTo(Set.of("https://a.example", "https://b.example"));
    assertThat(door.proxies())
        .isEqualTo(
            new TrackerConfig.Proxies(
                List.of(NetworkRange.parse("10.0.0.0/8"), NetworkRange.parse("2001:db8::1")),
                true));
  }

  private static NodeConfig node(Map<String, String> settings) {
    var properties = new HashMap<String, String>();
    settings.forEach((name, value) -> properties.put("cordwood." + name, value));
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(NodeConfig.class)
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build()
        .getConfigMapping(NodeConfig.class);
  }
}
