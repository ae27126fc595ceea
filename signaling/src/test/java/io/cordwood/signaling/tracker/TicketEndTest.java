package io.cordwood.signaling.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.signaling.Samples;
import io.cordwood.signaling.StockClient;
import io.cordwood.signaling.catalogue.Catalogue;
import io.cordwood.signaling.catalogue.CatalogueStore;
import io.cordwood.signaling.catalogue.Title;
import io.cordwood.signaling.http.Json;
import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.lane.LaneConfig;
import io.cordwood.swarm.lane.Swarms;
import io.cordwood.swarm.rules.SwarmConfig;
import io.cordwood.swarm.ticket.IssuedTicket;
import io.cordwood.swarm.ticket.TicketGrant;
import io.cordwood.swarm.ticket.TicketIssuer;
import io.cordwood.swarm.ticket.TicketKey;
import io.cordwood.swarm.ticket.TicketVerdict.Reason;
import io.cordwood.swarm.ticket.TicketVerifier;
import io.cordwood.tracker.TrackerConfig;
import io.cordwood.tracker.TrackerCounters;
import io.cordwood.tracker.TrackerDoor;
import io.cordwood.tracker.protocol.TrackerProtocol;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A closed title's peer stays connected while its ticket ends; the door's clock is the test's. */
class TicketEndTest {
  private static final SwarmId CLOSED = SwarmId.parse(Samples.swarm("closed"));
  private static final PeerId PEER = PeerId.ofLatin1("-CW0001-abcdefghijkl");

  @TempDir Path folder;

  private final TicketKey key = TicketKey.generate();
  private final HttpClient http = HttpClient.newHttpClient();
  private volatile Instant now = Instant.parse("2026-11-25T12:00:00Z");
  private CatalogueStore store;
  private TrackerDoor door;

  @BeforeEach
  void open() throws IOException {
    store = new CatalogueStore(folder);
    var catalogue = new Catalogue(store);
    catalogue.publish(Json.read(Samples.title("demo", "closed", "closed", false), Title.class));
    var swarms =
        new Swarms(
            SwarmConfig.defaults(),
            LaneConfig.defaults(),
            () -> now,
            RandomGenerator::getDefault,
            Runnable::run);
    var config = TrackerConfig.of("127.0.0.1", 0);
    var policy = new TitlePolicy(catalogue, new TicketVerifier(key), false);
    var protocol = new TrackerProtocol(swarms, policy, config, () -> now, new SecureRandom());
    door = new TrackerDoor(config, new TrackerCounters(), protocol);
    door.start();
  }

  @AfterEach
  void close() {
    door.close();
    store.close();
    http.close();
  }

  @Test
  void whoseTicketEndsWhileItIsConnectedIsRefusedFromItsNextAnnounceOnWithTheReason() {
    var ticket = ticket();
    try (var client = connect(ticket)) {
      assertServed(announced(client, "started"));
      now = ticket.expiresAt().minusMillis(1);
      assertServed(announced(client, "update"));
      now = ticket.expiresAt();
      for (int i = 0; i < 2; i++) {
        var refusal = announced(client, "update");
        assertThat(refusal.path("failure reason").asText()).isEqualTo(Reason.EXPIRED.advice());
        assertThat(refusal.get("info_hash").asText()).isEqualTo(CLOSED.latin1());
      }
    }
  }

  private StockClient connect(IssuedTicket ticket) {
    var announce = "ws://127.0.0.1:" + door.port() + "/announce?ticket=" + ticket.token();
    return new StockClient(http, URI.create(announce), PEER);
  }

  private static JsonNode announced(StockClient client, String event) {
    client.announce(CLOSED, event);
    return client.next();
  }

  private static void assertServed(JsonNode reply) {
    assertThat(reply.has("failure reason")).as(reply.toString()).isFalse();
    assertThat(reply.path("interval").asInt()).isPositive();
  }

  /** From now on. */
  private IssuedTicket ticket() {
    var certificate = new Fingerprint(Samples.hash("certificate"));
    var grant = new TicketGrant(PEER, CLOSED, "https://page.example", certificate, false);
    return new TicketIssuer(key).issue(grant, now, RandomGenerator.getDefault());
  }
}
