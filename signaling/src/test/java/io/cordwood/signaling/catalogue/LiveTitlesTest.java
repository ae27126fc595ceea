package io.cordwood.signaling.catalogue;

import static io.cordwood.signaling.NodeClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.signaling.LiveSamples;
import io.cordwood.signaling.NodeClient;
import io.cordwood.signaling.NodeUnderTest;
import io.cordwood.signaling.Samples;
import io.cordwood.signaling.signal.SignalClient;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.IntroductionId;
import io.cordwood.swarm.wire.UpMessage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(NodeUnderTest.class)
class LiveTitlesTest {
  private static final AtomicInteger CHANNELS = new AtomicInteger();

  @TestHTTPResource("/")
  URI base;

  private NodeClient node;
  private String title;
  private LiveSamples channel;

  @BeforeEach
  void goOnAir() {
    node = new NodeClient(base);
    title = "anyone/news-" + CHANNELS.incrementAndGet();
    channel = new LiveSamples(title);
    assertThat(node.publish(channel.title("on", "480p")).statusCode()).isEqualTo(201);
  }

  @Test
  void whoJoinsIsToldTheKeyAndThePlacesOfTheRenditions() {
    var answer = json(node.join(title, Samples.fingerprint("viewer")));
    assertThat(answer.get("swarm").asText()).isEqualTo(channel.swarm());
    assertThat(answer.get("records")).isEmpty();
    var live = answer.get("live");
    assertThat(live.get("key").get("crv").asText()).isEqualTo("P-256");
    assertThat(live.get("targetMs").asInt()).isEqualTo(2000);
    assertThat(live.get("renditions")).hasSize(1);
    assertThat(live.get("renditions").get(0).asText()).isEqualTo("480p");
    assertThat(live.get("state").asText()).isEqualTo("on");
    assertThat(live.has("recording")).isFalse();
  }

  @Test
  void aFilmsJoinAnswerSaysNothingOfLive() {
    node.publish(Samples.title("anyone", "film-beside", "beside", true));
    var answer = json(node.join("anyone/film-beside", Samples.fingerprint("viewer")));
    assertThat(answer.has("live")).isFalse();
    assertThat(answer.get("records")).isNotEmpty();
  }

  @Test
  void aChannelEndsAndGetsRenditionsBehindThoseItHas() {
    assertThat(node.publish(channel.title("on", "480p", "240p")).statusCode()).isEqualTo(200);
    assertThat(node.publish(channel.title("ended", "480p", "240p")).statusCode()).isEqualTo(200);
    var now = json(node.get("/v1/titles/" + title));
    assertThat(now.get("live").get("state").asText()).isEqualTo("ended");
    assertThat(now.get("renditions")).hasSize(2);
    var swapped = node.publish(channel.title("on", "240p", "480p"));
    assertThat(swapped.statusCode()).isEqualTo(409);
    assertThat(json(swapped).get("detail").asText()).contains("keep their order");
  }

  @Test
  void aChannelThatHasEndedSaysWhatItsRecordingIs() {
    var film = title + "-recording";
    var ended = channel.title("ended", "480p");
    assertThat(node.publish(ended).statusCode()).isEqualTo(200);
    assertThat(json(node.get("/v1/titles/" + title)).get("live").has("recording")).isFalse();
    var recorded =
        ended.replace("\"state\":\"ended\"", "\"state\":\"ended\",\"recording\":\"" + film + "\"");
    assertThat(node.publish(recorded).statusCode()).isEqualTo(200);
    var live = json(node.get("/v1/titles/" + title)).get("live");
    assertThat(live.get("recording").asText()).isEqualTo(film);
    var late = json(node.join(title, Samples.fingerprint("late"))).get("live");
    assertThat(late.get("state").asText()).isEqualTo("ended");
    assertThat(late.get("recording").asText()).isEqualTo(film);
  }

  @Test
  void viewersAreToldOfANewSegmentVerbatim() {
    try (var viewer = SignalClient.member(node, title, "viewer")) {
      var segment = channel.segment("480p", 7, 150_000);
      viewer.send(LiveSamples.playing("480p"));
      viewer.send(new UpMessage.Answer(new IntroductionId(7), viewer.sdp()));
      assertThat(viewer.take(DownMessage.Error.class).code()).isEqualTo(ErrorCode.NOT_INTRODUCED);
      assertThat(node.segment(title, segment.encode()).statusCode()).isEqualTo(204);
      assertThat(viewer.take(DownMessage.Segment.class)).isEqualTo(DownMessage.Segment.of(segment));
    }
  }

  @Test
  void whatTheChannelDidNotSignIsRefused() {
    var forged = new LiveSamples(title).segment("480p", 8, 1000).encode();
    assertRefused(400, "did not sign", forged);
    var changed = channel.segment("480p", 8, 1000).encode();
    changed[changed.length / 2] ^= 1;
    assertThat(node.segment(title, changed).statusCode()).isEqualTo(400);
    assertRefused(400, "no rendition 240p", channel.segment("240p", 8, 1000).encode());
    assertThat(node.segment("anyone/nothing", forged).statusCode()).isEqualTo(404);
    node.publish(Samples.title("anyone", "a-film", "a film", true));
    assertThat(node.segment("anyone/a-film", forged).statusCode()).isEqualTo(409);
    var stranger =
        node.post(
            "/v1/titles/" + title + "/segments", "x", "Content-Type", "application/octet-stream");
    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(node.get("/metrics").body())
        .contains(
            "cordwood_live_segments_total{outcome=\"refused\",title=\"%s\"} 3.0".formatted(title));
  }

  @Test
  void whoHasTheKeysCanNeitherFloodViewersNorLeadThemAway() {
    assertThat(node.segment(title, channel.segment("480p", 5, 1000).encode()).statusCode())
        .isEqualTo(204);
    var far = node.segment(title, channel.segment("480p", 1_048_575, 1000).encode());
    assertThat(far.statusCode()).isEqualTo(429);
    assertThat(json(far).get("detail").asText()).contains("more than 1000 ahead");
    assertThat(node.segment(title, channel.segment("480p", 37, 1000).encode()).statusCode())
        .isEqualTo(204);
    var flood = channel.segment("480p", 38, 1000).encode();
    var statuses = IntStream.range(0, 200).map(_ -> node.segment(title, flood).statusCode());
    assertThat(statuses.boxed().collect(Collectors.groupingBy(status -> status)).get(429))
        .hasSizeGreaterThan(50);
    assertThat(node.get("/metrics").body())
        .contains("cordwood_live_segments_total{outcome=\"leapt\",title=\"" + title + "\"} 1.0")
        .contains("cordwood_live_segments_total{outcome=\"flood\",title=\"" + title + "\"}");
  }

  @Test
  void webseedsAreToldOfEachChannelAndOfTheOneThatTakesItIn() {
    var asked = node.lease(title, lease("seed-a", channel.swarm()));
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(json(asked).get("lastsMs").asLong()).isEqualTo(10_000);
    assertThat(json(asked).get("title").get("renditions")).hasSize(1);
    node.heartbeat("seed-a", heartbeat("http://a", title));
    var told = told(node.heartbeat("seed-b", heartbeat("http://b")));
    assertThat(told.get("from").asText()).isEqualTo("http://a/t/" + title + "/");
    assertThat(told.get("targetMs").asInt()).isEqualTo(2000);
    assertThat(told.get("key").get("crv").asText()).isEqualTo("P-256");
    assertThat(told(node.heartbeat("seed-a", heartbeat("http://a", title))).has("from")).isFalse();
    node.heartbeat("seed-b", heartbeat("http://b", title));
    assertThat(json(node.join(title, Samples.fingerprint("viewer"))).get("webseeds"))
        .extracting(base -> base.asText())
        .containsExactlyInAnyOrder("http://a/t/" + title + "/", "http://b/t/" + title + "/");
  }

  @Test
  void aChannelHasOneIngestAndAnotherIsToldWhoThatIs() {
    node.heartbeat("seed-a", heartbeat("http://a", title));
    node.lease(title, lease("seed-a", channel.swarm()));
    var second = node.lease(title, lease("seed-b", channel.swarm()));
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(json(second).get("detail").asText())
        .startsWith("The webseed seed-a (http://a) takes " + title + " in; send there");
    var another = node.lease(title, lease("seed-b", new LiveSamples(title).swarm()));
    assertThat(another.statusCode()).isEqualTo(409);
    assertThat(json(another).get("detail").asText()).contains("another key");
    assertThat(node.lease(title, "{\"webseed\":\"b\"}").statusCode()).isEqualTo(400);
    var stranger =
        node.request("/v1/titles/" + title + "/lease", "Content-Type", "application/json");
    assertThat(node.send(stranger.PUT(BodyPublishers.ofString(lease("b", "00")))).statusCode())
        .isEqualTo(401);
  }

  private static String lease(String webseed, String swarm) {
    return """
        {"webseed":"%s","swarm":"%s","targetMs":2000,
         "mark":{"startedAtMs":0,"epoch":0,"number":0,"endMs":0,"discontinuities":0}}
        """
        .formatted(webseed, swarm);
  }

  private static String heartbeat(String url, String... titles) {
    var names = titles.length == 0 ? "" : "\"" + String.join("\",\"", titles) + "\"";
    return """
        {"url":"%s","titles":[%s],"egressBitsPerSecond":0,"capacityBitsPerSecond":1000,
         "draining":false}
        """
        .formatted(url, names);
  }

  private JsonNode told(HttpResponse<String> heard) {
    for (var one : json(heard).get("channels")) {
      if (one.get("title").asText().equals(title)) {
        return one;
      }
    }
    throw new AssertionError("not told of " + title + ": " + heard.body());
  }

  private void assertRefused(int status, String why, byte[] body) {
    var answer = node.segment(title, body);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(json(answer).get("detail").asText()).contains(why);
  }
}
