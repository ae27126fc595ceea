package io.cordwood.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tracker door of the packaged node. */
class TrackerProcessIT {
  private static final PeerId STOCK = PeerId.ofLatin1("-WW0203-abcdefghijkl");
  private static final PeerId OTHER = PeerId.ofLatin1("-WW0203-lkjihgfedcba");
  private static final SwarmId SWARM = SwarmId.parse(Samples.swarm("of any tracker"));

  @TempDir Path data;

  @Test
  void aNodeThatStopsSendsItsStockClientsAway() throws Exception {
    try (var http = HttpClient.newHttpClient();
        var node = start(Map.of("CORDWOOD_TRACKER_POLICY", "any"))) {
      var door = URI.create("ws://localhost:" + node.await("Tracker door: port "));
      node.address();
      try (var client = new StockClient(http, door, STOCK)) {
        client.announce(SWARM, "started");
        assertThat(client.next().get("incomplete").asInt()).isEqualTo(1);
        node.terminate();
        assertThat(client.closeCode()).isEqualTo(1001);
      }
      assertThat(node.exitCode()).isIn(0, 143);
      assertThat(node.log()).allSatisfy(line -> assertThat(line).contains(" INFO "));
    }
  }

  @Test
  void theNodesKeyStoreIsTheDoorsToo() throws Exception {
    var certificate = LocalCertificate.make(data.resolve("local.p12"));
    var settings = new HashMap<>(certificate.settings());
    settings.put("CORDWOOD_TRACKER_POLICY", "any");
    try (var http = HttpClient.newBuilder().sslContext(certificate.trusting()).build();
        var node = start(settings)) {
      var port = node.await("Tracker door: port ");
      var health = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/health"));
      assertThat(http.send(health.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      var door = URI.create("wss://localhost:" + port + "/announce/" + SWARM);
      try (var client = new StockClient(http, door, STOCK)) {
        client.announce(SWARM, "started");
        assertThat(client.next().get("incomplete").asInt()).isEqualTo(1);
      }
    }
  }

  @Test
  void aTakenPortIsOneSentence() throws Exception {
    try (var taken = new ServerSocket(0);
        var node = start(Map.of("CORDWOOD_TRACKER_PORT", "" + taken.getLocalPort()))) {
      assertThat(node.exitCode()).isEqualTo(1);
      node.assertOneSentence("CORDWOOD_TRACKER_PORT");
    }
  }

  @Test
  void onlySoManyOffersOfOneClientAreRelayedInAnHour() throws Exception {
    var settings =
        Map.of("CORDWOOD_TRACKER_POLICY", "any", "CORDWOOD_TRACKER_OFFERS_PER_HOUR", "1");
    try (var http = HttpClient.newHttpClient();
        var node = start(settings)) {
      var door = URI.create("ws://localhost:" + node.await("Tracker door: port "));
      try (var sender = new StockClient(http, door, STOCK);
          var receiver = new StockClient(http, door, OTHER)) {
        receiver.announce(SWARM, "started");
        receiver.next();
        var sdp = Samples.sdp(Samples.fingerprint("sender"));
        sender.announce(SWARM, "started", StockClient.offer("offer-1-has-20-chars", sdp));
        sender.next();
        sender.announce(SWARM, "update", StockClient.offer("offer-2-has-20-chars", sdp));
        sender.next();
        assertThat(receiver.next().get("offer_id").asText()).isEqualTo("offer-1-has-20-chars");
        receiver.announce(SWARM, "update");
        assertThat(receiver.next().has("offer_id")).isFalse();
      }
    }
  }

  @Test
  void offersPerHourThatLetNothingThroughAreOneSentence() throws Exception {
    try (var node = start(Map.of("CORDWOOD_TRACKER_OFFERS_PER_HOUR", "0"))) {
      assertThat(node.exitCode()).isEqualTo(1);
      node.assertOneSentence("(cordwood.tracker): The number of offers per hour is above 0.");
    }
  }

  @Test
  void aTrustedProxyThatIsNoRangeIsOneSentence() throws Exception {
    try (var node = start(Map.of("CORDWOOD_TRACKER_TRUSTED_PROXIES", "10.0.0.0/8,my-proxy"))) {
      assertThat(node.exitCode()).isEqualTo(1);
      node.assertOneSentence("(cordwood.tracker): \"my-proxy\" is no range of addresses");
    }
  }

  @Test
  void aKeyStoreThatIsNoneIsOneSentenceAboutIt() throws Exception {
    var store = Files.writeString(data.resolve("local.p12"), "no key store");
    try (var node =
        start(
            Map.of(
                "CORDWOOD_TLS_KEYSTORE", store.toString(), "CORDWOOD_TLS_PASSWORD", "cordwood"))) {
      assertThat(node.exitCode()).isEqualTo(1);
      node.assertOneSentence("CORDWOOD_TLS_PASSWORD");
    }
  }

  private NodeProcess start(Map<String, String> settings) throws Exception {
    return new NodeProcess(data, settings);
  }
}
