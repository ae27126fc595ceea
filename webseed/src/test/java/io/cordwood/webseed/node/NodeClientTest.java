package io.cordwood.webseed.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.publish.Catalogue.Answer;
import io.cordwood.webseed.store.StoreLayout;
import io.cordwood.webseed.store.TitleDocument;
import io.cordwood.webseed.store.TitleStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeClientTest {
  private static final TitleDocument TITLE =
      new TitleDocument(
          "demo",
          "logs",
          "Logs",
          true,
          "master.m3u8",
          null,
          1,
          "00",
          65_536,
          1,
          1,
          List.of(),
          new TitleDocument.Shared("00", 1),
          null);

  @TempDir Path folder;
  private StoreLayout store;
  private NodeDouble node;

  @BeforeEach
  void start() throws IOException {
    store = new StoreLayout(folder);
    node = new NodeDouble();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void aTitleIsRegisteredWithTheKeyOfTheDataFolder() throws IOException {
    Files.writeString(store.operatorKey(), "secret\n");
    try (var client = client(Optional.empty(), node.url())) {
      assertThat(client.has(TITLE.id())).isFalse();
      assertThat(client.register(TITLE)).isEqualTo(new Answer.Registered());
      assertThat(client.has(TITLE.id())).isTrue();
    }
    assertThat(node.titles.peek().fieldNames())
        .containsExactlyInAnyOrder(
            "owner",
            "slug",
            "name",
            "open",
            "playlist",
            "durationMs",
            "swarm",
            "pieceLength",
            "pieces",
            "bytes",
            "renditions",
            "shared");
  }

  @Test
  void theConfiguredKeyComesFirst() throws IOException {
    Files.writeString(store.operatorKey(), "another");
    try (var client = client(Optional.of("secret"), node.url())) {
      assertThat(client.register(TITLE)).isEqualTo(new Answer.Registered());
    }
  }

  @Test
  void aWrongKeyHasASentenceWithTheFix() throws IOException {
    try (var client = client(Optional.of("wrong"), node.url())) {
      assertThat(client.register(TITLE))
          .isInstanceOfSatisfying(
              Answer.Refused.class,
              refused ->
                  assertThat(refused.sentence())
                      .contains("does not accept the operator key; set CORDWOOD_OPERATOR_KEY"));
    }
  }

  @Test
  void aRefusalIsPassedOnInTheNodesWords() throws IOException {
    node.refuseTitlesWith(409);
    try (var client = client(Optional.of("secret"), node.url())) {
      assertThat(client.register(TITLE))
          .isEqualTo(
              new Answer.Refused(
                  "The node " + node.url() + " refuses (409): Choose another name."));
    }
  }

  @Test
  void aNodeThatFailsOrIsAwayIsUnreachable() throws IOException {
    node.refuseTitlesWith(503);
    try (var client = client(Optional.of("secret"), node.url())) {
      assertThat(client.register(TITLE)).isEqualTo(new Answer.Unreachable());
    }
    node.close();
    try (var client = client(Optional.of("secret"), node.url())) {
      assertThat(client.register(TITLE)).isEqualTo(new Answer.Unreachable());
      assertThat(client.has(TITLE.id())).isFalse();
    }
  }

  @Test
  void aWebseedSaysThatItIsThereAndThatItGoes() throws Exception {
    var self = new HeartbeatLoop.Self("seed-1", URI.create("http://seed.example"), 1_000_000);
    try (var client = client(Optional.of("secret"), node.url())) {
      var loop = new HeartbeatLoop(self, new TitleStore(store), client, () -> 0, _ -> {});
      loop.start();
      var first = node.heartbeats.poll(2, TimeUnit.MINUTES);
      assertThat(first.getString("id")).isEqualTo("seed-1");
      assertThat(first.getString("url")).isEqualTo("http://seed.example");
      assertThat(first.getJsonArray("titles")).isEmpty();
      assertThat(first.getLong("capacityBitsPerSecond")).isEqualTo(1_000_000);
      assertThat(first.getBoolean("draining")).isFalse();
      loop.close();
    }
    assertThat(node.heartbeats.poll(2, TimeUnit.MINUTES).getBoolean("draining")).isTrue();
  }

  @Test
  void aHeartbeatThatFailsIsFollowedByTheNext() throws Exception {
    var self = new HeartbeatLoop.Self("seed-1", URI.create("http://seed.example"), 1_000_000);
    var beats = new AtomicInteger();
    LongSupplier failsAtFirst =
        () -> {
          if (beats.incrementAndGet() == 1) {
            throw new IllegalStateException("the first one fails");
          }
          return 0;
        };
    try (var client = client(Optional.of("secret"), node.url());
        var loop = new HeartbeatLoop(self, new TitleStore(store), client, failsAtFirst, _ -> {})) {
      loop.start();
      assertThat(node.heartbeats.poll(2, TimeUnit.MINUTES)).isNotNull();
      assertThat(beats.get()).isGreaterThan(1);
    }
  }

  @Test
  void aKeyThatNoHeaderCanCarryIsRefusedAsAnyWrongKey() throws IOException {
    try (var client = client(Optional.of("schl\u00fcssel"), node.url())) {
      assertThat(client.register(TITLE))
          .isInstanceOfSatisfying(
              Answer.Refused.class,
              refused -> assertThat(refused.sentence()).contains("operator key"));
    }
  }

  @Test
  void unknownTitlesAreNamed() throws IOException {
    try (var client = client(Optional.of("secret"), node.url())) {
      var heartbeat =
          new Heartbeat(
              URI.create("http://seed.example"),
              List.of(TitleId.parse("demo/a"), TitleId.parse("demo/b")),
              5,
              10,
              false);
      assertThat(client.beat("seed", heartbeat))
          .isEqualTo(
              new HeartbeatAnswer.Heard(
                  List.of(TitleId.parse("demo/a"), TitleId.parse("demo/b")), List.of()));
    }
  }

  private NodeClient client(Optional<String> key, URI url) throws IOException {
    return new NodeClient(
        url, new OperatorKey(key, store), Trust.context(Optional.empty(), "cordwood"));
  }
}
