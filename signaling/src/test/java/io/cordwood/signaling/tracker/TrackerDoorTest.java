package io.cordwood.signaling.tracker;

import static io.cordwood.signaling.StockClient.latin1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.signaling.NodeClient;
import io.cordwood.signaling.NodeUnderTest;
import io.cordwood.signaling.Samples;
import io.cordwood.signaling.StockClient;
import io.cordwood.signaling.signal.SignalClient;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.GoneReason;
import io.cordwood.swarm.wire.IntroductionId;
import io.cordwood.swarm.wire.UpMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stock clients and viewers meet in the swarms of one node, each at its own door. */
@QuarkusTest
@QuarkusTestResource(NodeUnderTest.class)
class TrackerDoorTest {
  private static final AtomicInteger TITLES = new AtomicInteger();
  private static final PeerId STOCK = PeerId.ofLatin1("-WW0203-abcdefghijkl");
  private static final String OFFER_ID = "offer\u0000of\u00ffthe-client1";

  @TestHTTPResource("/")
  URI base;

  @Inject TrackerService tracker;

  private final List<AutoCloseable> clients = new ArrayList<>();
  private NodeClient node;
  private String title;
  private SwarmId swarm;

  @BeforeEach
  void open() {
    node = new NodeClient(base);
    publish(true);
  }

  @AfterEach
  void leave() throws Exception {
    for (var client : clients) {
      client.close();
    }
  }

  @Test
  void aViewerIsIntroducedToAStockClientAndItsOfferIsAnswered() {
    var client = stock();
    client.announce(swarm, "started");
    assertThat(client.next().get("incomplete").asInt()).isEqualTo(1);
    var viewer = viewer("viewer");
    var introduce = viewer.take(DownMessage.Introduce.class);
    assertThat(introduce.peer()).isEqualTo(STOCK);
    assertThat(introduce.trickle()).isFalse();
    client.announce(swarm, "update");
    assertReply(client.next(), 2);

    viewer.send(new UpMessage.Offer(introduce.introduction(), viewer.sdp()));
    var offer = client.next();
    assertThat(offer.get("action").asText()).isEqualTo("announce");
    assertThat(offer.get("info_hash").asText()).isEqualTo(latin1(swarm.bytes()));
    assertThat(offer.get("peer_id").asText()).isEqualTo(latin1(PeerId.parse(viewer.peer).bytes()));
    assertThat(offer.get("offer_id").asText()).startsWith("-CW-offer01-").hasSize(20);
    assertDescription(offer, "offer", viewer.sdp());

    client.answer(swarm, offer, answerOf("client"));
    assertThat(viewer.take(DownMessage.Answer.class))
        .isEqualTo(new DownMessage.Answer(introduce.introduction(), answerOf("client")));
  }

  @Test
  void theOfferOfAStockClientReachesAViewerAndIsAnswered() {
    var viewer = first("viewer");
    var client = stock();
    var sdp = Samples.sdp(Samples.fingerprint("client"));
    client.announce(swarm, "started", StockClient.offer(OFFER_ID, sdp));
    assertReply(client.next(), 2);

    var offer = viewer.take(DownMessage.Offer.class);
    assertThat(offer).isEqualTo(new DownMessage.Offer(offer.introduction(), STOCK, sdp, false));
    viewer.send(new UpMessage.Answer(offer.introduction(), answerOf("viewer")));

    var answer = client.next();
    assertThat(answer.get("peer_id").asText()).isEqualTo(latin1(PeerId.parse(viewer.peer).bytes()));
    assertThat(answer.get("offer_id").asText()).isEqualTo(OFFER_ID);
    assertDescription(answer, "answer", answerOf("viewer"));
  }

  @Test
  void aViewerHearsThatAStockClientStopped() {
    var client = stock();
    client.announce(swarm, "started");
    client.next();
    var viewer = viewer("viewer");
    var introduction = viewer.take(DownMessage.Introduce.class).introduction();
    client.announce(swarm, "stopped");
    assertThat(viewer.take(DownMessage.Gone.class))
        .isEqualTo(new DownMessage.Gone(introduction, GoneReason.LEFT));
    assertReply(client.next(), 1);
  }

  @Test
  void whatIsNoTitleOfTheNodeIsNotServed() {
    var client = stock();
    client.announce(SwarmId.parse(Samples.swarm("of another tracker")), "started");
    assertThat(client.next().get("failure reason").asText()).contains("its own titles");
  }

  @Test
  void aClosedTitleIsShutForWhoHasNoTicketOrAnothersPeerId() {
    publish(false);
    var client = stock();
    client.announce(swarm, "started");
    var refusal = client.next();
    assertThat(refusal.get("info_hash").asText()).isEqualTo(latin1(swarm.bytes()));
    assertThat(refusal.get("failure reason").asText()).contains("ticket");

    var other = stock(STOCK, "?ticket=" + join("client").get("ticket").asText());
    other.announce(swarm, "started");
    assertThat(other.next().get("failure reason").asText()).contains("another peer id");
  }

  @Test
  void aTicketLetsItsPeerIntoAClosedTitleWithItsCertificateOnly() {
    publish(false);
    var viewer = first("viewer");
    var join = join("client");
    var peer = PeerId.parse(join.get("peer").asText());
    var client = stock(peer, "?ticket=" + join.get("ticket").asText());
    double mismatches = mismatches();
    client.announce(
        swarm,
        "started",
        StockClient.offer(OFFER_ID, Samples.sdp(Samples.fingerprint("somebody else"))));
    assertReply(client.next(), 2);
    assertThat(mismatches()).isEqualTo(mismatches + 1);

    var sdp = Samples.sdp(Samples.fingerprint("client"));
    client.announce(swarm, "update", StockClient.offer(OFFER_ID, sdp));
    assertReply(client.next(), 2);
    var first = viewer.take(DownMessage.Offer.class);
    assertThat(first.peer()).isEqualTo(peer);
    assertThat(first.sdp()).isEqualTo(sdp);
  }

  @Test
  void aScrapeCountsViewersOfOpenTitlesAndNobodyOfClosedOnes() {
    first("viewer");
    var client = stock();
    client.scrape(swarm);
    assertThat(scraped(client).get("incomplete").asInt()).isEqualTo(1);
    publish(false);
    first("viewer");
    client.scrape(swarm);
    assertThat(scraped(client).get("incomplete").asInt()).isZero();
  }

  @Test
  void theDoorsPagesShowTheNode() {
    first("viewer");
    stock();
    assertThat(page("/health")).isEqualTo("{\"status\":\"UP\"}");
    assertThat(page("/stats.json")).contains("\"peersLeecherOnly\":", "\"connections\":");
    assertThat(page("/metrics"))
        .contains("cordwood_tracker_connections ", "cordwood_tracker_swarms ")
        .contains("cordwood_joins_total ", "cordwood_connections ")
        .doesNotContain(swarm.hex());
    assertThat(page("/stats.json")).doesNotContain(swarm.hex());
  }

  private void publish(boolean open) {
    var slug = "tracker-" + TITLES.incrementAndGet();
    assertThat(node.publish(Samples.title("demo", slug, slug, open)).statusCode()).isEqualTo(201);
    title = "demo/" + slug;
    swarm = SwarmId.parse(Samples.swarm(slug));
  }

  private JsonNode join(String name) {
    return NodeClient.json(node.join(title, Samples.fingerprint(name)));
  }

  /** A viewer that is alone; it is in the swarm when the rules have answered it. */
  private SignalClient first(String name) {
    var viewer = viewer(name);
    viewer.send(new UpMessage.Offer(new IntroductionId(1), viewer.sdp()));
    assertThat(viewer.take(DownMessage.Error.class).code()).isEqualTo(ErrorCode.NOT_INTRODUCED);
    return viewer;
  }

  private SignalClient viewer(String name) {
    var viewer = SignalClient.member(node, title, name);
    clients.add(viewer);
    return viewer;
  }

  private StockClient stock() {
    return stock(STOCK, "");
  }

  private StockClient stock(PeerId peer, String query) {
    var client = new StockClient(node.http(), door("ws", "/announce/" + swarm + query), peer);
    clients.add(client);
    return client;
  }

  private String page(String path) {
    return new NodeClient(door("http", "/")).get(path).body();
  }

  private URI door(String scheme, String path) {
    return URI.create(scheme + "://localhost:" + tracker.port().orElseThrow() + path);
  }

  private double mismatches() {
    return page("/metrics")
        .lines()
        .filter(line -> line.startsWith("cordwood_swarm_events_total"))
        .filter(line -> line.contains("\"fingerprint_mismatch\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private JsonNode scraped(StockClient client) {
    return client.next().get("files").get(latin1(swarm.bytes()));
  }

  private static String answerOf(String name) {
    return Samples.sdp(Samples.fingerprint(name)).replace("actpass", "active");
  }

  private static void assertReply(JsonNode reply, int incomplete) {
    assertThat(reply.has("warning message")).as(reply.toString()).isFalse();
    assertThat(reply.get("interval").asInt()).isPositive();
    assertThat(reply.get("complete").asInt()).isZero();
    assertThat(reply.get("incomplete").asInt()).isEqualTo(incomplete);
  }

  private static void assertDescription(JsonNode message, String type, String sdp) {
    assertThat(message.get(type).get("type").asText()).isEqualTo(type);
    assertThat(message.get(type).get("sdp").asText()).isEqualTo(sdp);
  }
}
