package io.cordwood.signaling.join;

import static io.cordwood.signaling.NodeClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import io.cordwood.signaling.NodeClient;
import io.cordwood.signaling.NodeUnderTest;
import io.cordwood.signaling.Samples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(NodeUnderTest.class)
class JoinResourceTest {
  @TestHTTPResource("/")
  URI base;

  private NodeClient node;

  @BeforeEach
  void publish() {
    node = new NodeClient(base);
    node.publish(Samples.title("join", "open", "join-open", true));
    node.publish(Samples.title("join", "closed", "join-closed", false));
    node.publish(Samples.title("closed-shop", "film", "join-shop", true));
    node.publish(Samples.title("anyone", "film", "join-anyone", true));
  }

  @Test
  void theAnswerHasEveryFieldOfTheProtocol() {
    node.heartbeat(
        "join-test",
        """
        {"url":"http://seed.example","titles":["join/open"],"egressBitsPerSecond":0,
         "capacityBitsPerSecond":1000000000,"draining":false}
        """);
    var answer = json(node.join("join/open", Samples.fingerprint("a")));
    assertThat(answer.fieldNames())
        .toIterable()
        .containsExactly(
            "peer",
            "ticket",
            "ticketExpiresAt",
            "ticketKey",
            "swarm",
            "open",
            "pieceLength",
            "pieces",
            "records",
            "webseeds",
            "signal",
            "iceServers",
            "serverTime",
            "policy");
    assertThat(answer.get("open").asBoolean()).isTrue();
    assertThat(answer.get("swarm").asText()).isEqualTo(Samples.swarm("join-open"));
    assertThat(answer.get("webseeds").toString())
        .isEqualTo("[\"http://seed.example/t/join/open/\"]");
    assertThat(answer.get("records").toString())
        .isEqualTo(
            "[{\"rendition\":\"720p\",\"url\":\"http://seed.example/t/join/open/.cordwood/records/720p\",\"sha256\":\"%s\",\"size\":4711},{\"rendition\":\"\",\"url\":\"http://seed.example/t/join/open/.cordwood/records/_\",\"sha256\":\"%s\",\"size\":300}]"
                .formatted(Samples.hash("720p"), Samples.hash("shared")));
    assertThat(answer.get("signal").asText())
        .isEqualTo("ws://" + base.getAuthority() + "/v1/signal/" + Samples.swarm("join-open"));
    assertThat(answer.get("iceServers").get(0).get("urls").get(0).asText())
        .matches("stun:" + base.getHost() + ":[0-9]+");
    assertThat(answer.get("policy").toString())
        .isEqualTo("{\"stateEveryMs\":10000,\"degree\":12,\"maxDegree\":30,\"busy\":false}");
    long lifeMs = answer.get("ticketExpiresAt").asLong() - answer.get("serverTime").asLong();
    assertThat(lifeMs).isBetween(898_000L, 900_000L);
  }

  @Test
  void theTicketIsSignedForThisViewer() throws Exception {
    var answer = json(node.join("join/closed", Samples.fingerprint("b")));
    var ticket = SignedJWT.parse(answer.get("ticket").asText());
    var key = ECKey.parse(answer.get("ticketKey").toString());
    assertThat(key.isPrivate()).isFalse();
    assertThat(ticket.verify(new ECDSAVerifier(key))).isTrue();
    var claims = ticket.getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo(answer.get("peer").asText());
    assertThat(claims.getStringClaim("swarm")).isEqualTo(Samples.swarm("join-closed"));
    assertThat(claims.getStringClaim("origin")).isEqualTo("http://localhost:3000");
    assertThat(claims.getBooleanClaim("open")).isFalse();
    assertThat(answer.get("open").asBoolean()).isFalse();
  }

  @Test
  void everyViewerGetsAnIdOfItsOwnFromTheNode() {
    var peers = new HashSet<String>();
    for (int i = 0; i < 20; i++) {
      peers.add(json(node.join("join/open", Samples.fingerprint("c"))).get("peer").asText());
    }
    var prefix = HexFormat.of().formatHex("-CW0001-".getBytes(StandardCharsets.US_ASCII));
    assertThat(peers)
        .hasSize(20)
        .allSatisfy(peer -> assertThat(peer).startsWith(prefix).hasSize(40));
  }

  @Test
  void aPhoneIsAskedForFewerPeers() {
    var answer =
        node.post(
            "/v1/join",
            "{\"title\":\"join/open\",\"fingerprint\":\"%s\",\"capabilities\":{\"webrtc\":true,\"upload\":true,\"mobile\":true},\"unknown\":1}"
                .formatted(Samples.fingerprint("d")),
            "Content-Type",
            "application/json; charset=utf-8",
            "Origin",
            "http://localhost");
    assertThat(json(answer).get("policy").get("degree").asInt()).isEqualTo(6);
  }

  @Test
  void anOriginIsAllowedOrRefusedAndMayAlwaysReadTheAnswer() {
    assertThat(joinFrom("https://shop.example", "closed-shop/film").statusCode()).isEqualTo(200);
    assertThat(joinFrom("https://whoever.example", "anyone/film").statusCode()).isEqualTo(200);
    var refused = joinFrom("https://evil.example", "closed-shop/film");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(json(refused).get("detail").asText()).contains("cordwood.origins.closed-shop");
    assertThat(refused.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://evil.example");
    assertThat(refused.headers().allValues("Vary")).contains("Origin");
    assertThat(joinFrom("https://evil.example", "join/open").statusCode()).isEqualTo(403);
  }

  @Test
  void aPreflightIsAnswered() {
    var answer =
        node.send(
            node.request(
                    "/v1/join",
                    "Origin",
                    "https://a.example",
                    "Access-Control-Request-Method",
                    "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://a.example");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Methods"))
        .hasValueSatisfying(methods -> assertThat(methods).contains("POST"));
    assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
  }

  private HttpResponse<String> joinFrom(String origin, String title) {
    return node.post(
        "/v1/join",
        "{\"title\":\"%s\",\"fingerprint\":\"%s\"}".formatted(title, Samples.fingerprint("e")),
        "Content-Type",
        "text/plain;charset=UTF-8",
        "Origin",
        origin);
  }
}
