package io.cordwood.signaling.catalogue;

import static io.cordwood.signaling.NodeClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.signaling.NodeClient;
import io.cordwood.signaling.NodeUnderTest;
import io.cordwood.signaling.Samples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(NodeUnderTest.class)
class TitlesResourceTest {
  @TestHTTPResource("/")
  URI base;

  private NodeClient node;

  @BeforeEach
  void connect() {
    node = new NodeClient(base);
  }

  @Test
  void aTitleIsCreatedOnceThenFoundThenDefended() {
    var title = Samples.title("rules", "once", "one", true);
    var created = node.publish(title);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Location"))
        .hasValueSatisfying(at -> assertThat(at).endsWith("/v1/titles/rules/once"));
    assertThat(node.publish(title).statusCode()).isEqualTo(200);
    var conflict = node.publish(Samples.title("rules", "once", "two", true));
    assertThat(conflict.statusCode()).isEqualTo(409);
    assertThat(json(conflict).get("detail").asText()).contains("another slug");
    var stranger = node.post("/v1/titles", title, "Content-Type", "application/json");
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(stranger.headers().firstValue("WWW-Authenticate")).contains("Bearer");
  }

  @Test
  void aTitleIsAnsweredWithEveryFieldOfTheProtocolInOrder() {
    node.publish(Samples.title("rules", "fields", "three", false));
    var answer = node.get("/v1/titles/rules/fields");
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
    var title = json(answer);
    assertThat(title.fieldNames())
        .toIterable()
        .containsExactly(
            "owner",
            "slug",
            "name",
            "open",
            "playlist",
            "poster",
            "durationMs",
            "swarm",
            "pieceLength",
            "pieces",
            "bytes",
            "renditions",
            "shared",
            "webseeds");
    assertThat(title.get("open").asBoolean()).isFalse();
    assertThat(title.get("swarm").asText()).isEqualTo(Samples.swarm("three"));
    assertThat(title.get("renditions").get(0).fieldNames())
        .toIterable()
        .containsExactly(
            "name",
            "bandwidth",
            "width",
            "height",
            "codecs",
            "segments",
            "bytes",
            "recordsSha256",
            "recordsSize");
    assertThat(title.get("webseeds")).isEmpty();
  }

  @Test
  void aTitleWithoutAPosterHasNoSuchField() {
    node.publish(
        Samples.title("rules", "bare", "four", true).replace("\"poster\":\"poster.jpg\",", ""));
    assertThat(json(node.get("/v1/titles/rules/bare")).has("poster")).isFalse();
  }

  @Test
  void allTitlesAreListedByName() {
    node.publish(Samples.title("zzz", "last", "five", true));
    node.publish(Samples.title("aaa", "first", "six", true));
    var owners = json(node.get("/v1/titles")).get("titles").findValuesAsText("owner");
    assertThat(owners).isSorted().contains("aaa", "zzz");
  }

  @Test
  void aWebseedLearnsWhichTitlesAreUnknownAndIsNamedForTheOthers() {
    node.publish(Samples.title("rules", "seeded", "seven", true));
    var beat =
        """
        {"url":"http://seed.example:8081/","titles":["rules/seeded","rules/unknown"],
         "egressBitsPerSecond":0,"capacityBitsPerSecond":1000000000,"draining":%s}
        """;
    var answer = node.heartbeat("titles-test", beat.formatted(false));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).get("unknownTitles"))
        .singleElement()
        .satisfies(unknown -> assertThat(unknown.asText()).isEqualTo("rules/unknown"));
    assertThat(json(node.get("/v1/titles/rules/seeded")).get("webseeds"))
        .singleElement()
        .satisfies(
            at -> assertThat(at.asText()).isEqualTo("http://seed.example:8081/t/rules/seeded/"));
    node.heartbeat("titles-test", beat.formatted(true));
    assertThat(json(node.get("/v1/titles/rules/seeded")).get("webseeds")).isEmpty();
  }
}
