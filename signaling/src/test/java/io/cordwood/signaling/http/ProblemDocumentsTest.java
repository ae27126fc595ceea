package io.cordwood.signaling.http;

import static io.cordwood.signaling.NodeClient.bearer;
import static io.cordwood.signaling.NodeClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.signaling.NodeClient;
import io.cordwood.signaling.NodeUnderTest;
import io.cordwood.signaling.Samples;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(NodeUnderTest.class)
class ProblemDocumentsTest {
  private static final String GOOD_JOIN =
      "{\"title\":\"nobody/nothing\",\"fingerprint\":\"" + Samples.fingerprint("a") + "\"}";
  private static final String GOOD_BEAT =
      "{\"url\":\"http://seed\",\"titles\":[],\"egressBitsPerSecond\":0,"
          + "\"capacityBitsPerSecond\":1000,\"draining\":false}";

  @TestHTTPResource("/")
  URI base;

  /** A request and its refusal: method, path, content type, authorization, body, status, words. */
  record Row(
      String method,
      String path,
      String contentType,
      String authorization,
      String body,
      int status,
      String says) {
    @Override
    public String toString() {
      var start = body.substring(0, Math.min(40, body.length()));
      return method + " " + path + " " + contentType + " " + start + " → " + status;
    }
  }

  static Stream<Row> table() {
    return Stream.of(nowhere(), joins(), titles(), beats()).flatMap(List::stream);
  }

  private static List<Row> nowhere() {
    return List.of(
        get("/nowhere", 404, "nothing at this address"),
        get("/v1", 404, "nothing at this address"),
        get("/v1/nowhere", 404, "nothing at this address"),
        get("/v1/titles/only-an-owner", 404, "nothing at this address"),
        get("/watch/a/b/c", 404, "nothing at this address"),
        get("/v1/signal", 426, "WebSocket"),
        get("/v1/signals", 404, "nothing at this address"),
        get("/v1/signal/" + Samples.swarm("x"), 426, "WebSocket"),
        get("/v1/titles/nobody/nothing", 404, "There is no title nobody/nothing"),
        get("/v1/titles/BAD/nothing", 400, "owner"),
        get("/v1/join", 405, "method"),
        row("DELETE", "/v1/titles", "", "", "", 405, "method"),
        row("PATCH", "/v1/join", "text/plain", "", GOOD_JOIN, 405, "method"),
        row("POST", "/v1/webseeds/a", "application/json", bearer(), GOOD_BEAT, 405, "method"));
  }

  private static List<Row> joins() {
    return List.of(
        join(GOOD_JOIN, 404, "There is no title nobody/nothing"),
        join("", 400, "JSON object"),
        join("null", 400, "JSON object"),
        join("[]", 400, "JSON"),
        join("7", 400, "JSON"),
        join("{", 400, "column"),
        join("{}", 400, "\"title\" is missing"),
        join("{\"title\":\"a/b\"}", 400, "\"fingerprint\" is missing"),
        join("{\"title\":\"a/b\",\"fingerprint\":\"AA:BB\"}", 400, "fingerprint"),
        join("{\"title\":\"a\",\"fingerprint\":\"AA:BB\"}", 400, "owner/slug"),
        join("{\"title\":7}", 400, "\"title\""),
        join("{\"title\":{\"a\":1}}", 400, "\"title\""),
        join(GOOD_JOIN.replace("}", ",\"capabilities\":7}"), 400, "\"capabilities\""),
        join(GOOD_JOIN.replace("}", ",\"capabilities\":{\"upload\":\"yes\"}}"), 400, "upload"),
        join(
            GOOD_JOIN.replace("}", ",\"siteGroup\":\"" + "x".repeat(65) + "\"}"), 400, "siteGroup"),
        join(GOOD_JOIN.replace("}", ",\"siteGroup\":7}"), 400, "siteGroup"),
        join(GOOD_JOIN.replace("}", ",\"title\":\"a/b\"}"), 400, "JSON"),
        join(GOOD_JOIN + "x", 400, "JSON"),
        join("{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000), 413, "16384"),
        join("{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000), 400, "JSON"),
        join("{\"title\":\"" + "x".repeat(20_000) + "\"}", 413, "16384"),
        join("x".repeat(300_000), 413, "larger"),
        row("POST", "/v1/join", "application/xml", "", "<a/>", 415, "Content-Type"),
        row("POST", "/v1/join", "what", "", GOOD_JOIN, 415, "Content-Type"));
  }

  private static List<Row> titles() {
    var title = Samples.title("demo", "logs", "one", true);
    return List.of(
        row("POST", "/v1/titles", "application/json", "", title, 401, "Bearer"),
        row("POST", "/v1/titles", "application/json", "Bearer ", title, 401, "Bearer"),
        row("POST", "/v1/titles", "application/json", "Bearer wrong", title, 401, "Bearer"),
        row("POST", "/v1/titles", "application/json", "Basic eDp5", title, 401, "Bearer"),
        row("POST", "/v1/titles", "text/plain", bearer(), title, 415, "Content-Type"),
        publish("{}", "is missing or has a wrong type"),
        publish(title.replace("\"owner\":\"demo\",", ""), "\"owner\" is missing"),
        publish("[]", "JSON"),
        publish(title.replace("\"demo\"", "\"De mo\""), "\"owner\""),
        publish(title.replace("\"logs\"", "\"../logs\""), "\"slug\""),
        publish(title.replace("true", "\"yes\""), "\"open\""),
        publish(title.replace("master.m3u8", "../master.m3u8"), "\"playlist\""),
        publish(title.replace("65536", "65537"), "\"pieceLength\""),
        publish(title.replace("321", "0"), "\"pieces\""),
        publish(title.replace("321", "1"), "\"pieces\""),
        publish(title.replace("321", "3.5"), "\"pieces\""),
        publish(title.replace("96000", "-1"), "\"durationMs\""),
        publish(title.replace("96000", "9".repeat(40)), "JSON"),
        publish(title.replace("11000000", "99999999999999999999"), "\"bytes\""),
        publish(title.replace(Samples.swarm("one"), "abc"), "\"swarm\""),
        publish(title.replace("\"720p\"", "\"../x\""), "\"renditions.0.name\""),
        publish(title.replace("\"720p\"", "\"\""), "renditions.name"),
        publish(title.replace("1280", "null"), "width"),
        publish(title.replace("4711", "0"), "renditions.recordsSize"));
  }

  private static List<Row> beats() {
    return List.of(
        row("PUT", "/v1/webseeds/a", "application/json", "", GOOD_BEAT, 401, "Bearer"),
        beat("a%20b", GOOD_BEAT, "id"),
        beat("a", "{}", "is missing or has a wrong type"),
        beat("a", GOOD_BEAT.replace("\"http://seed\"", "null"), "\"url\""),
        beat("a", GOOD_BEAT.replace("http://seed", "ftp://seed"), "\"url\""),
        beat("a", GOOD_BEAT.replace("http://seed", "http://u:p@seed"), "\"url\""),
        beat("a", GOOD_BEAT.replace("http://seed", "http://seed?x"), "\"url\""),
        beat("a", GOOD_BEAT.replace("[]", "null"), "\"titles\""),
        beat("a", GOOD_BEAT.replace("[]", "[\"x\"]"), "titles"),
        beat("a", GOOD_BEAT.replace("[]", "[null]"), "\"titles\""),
        beat("a", GOOD_BEAT.replace("1000", "0"), "capacityBitsPerSecond"),
        beat("a", GOOD_BEAT.replace(":0,", ":-1,"), "egressBitsPerSecond"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void everyRefusalIsAProblemThatSaysWhatToDo(Row row) {
    var response = send(row);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(row.status());
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith(Problem.MEDIA_TYPE));
    var problem = json(response);
    assertThat(problem.fieldNames())
        .toIterable()
        .containsExactly("type", "title", "status", "detail");
    assertThat(problem.get("type").asText()).isEqualTo("about:blank");
    assertThat(problem.get("status").asInt()).isEqualTo(row.status());
    assertThat(problem.get("title").asText()).isNotBlank().isNotEqualTo("Error");
    assertThat(problem.get("detail").asText()).contains(row.says()).endsWith(".");
    assertThat(response.body()).doesNotContain("Exception", "java.", "io.cordwood");
  }

  private HttpResponse<String> send(Row row) {
    var client = new NodeClient(base);
    var request = client.request(row.path());
    if (!row.contentType().isEmpty()) {
      request.header("Content-Type", row.contentType());
    }
    if (!row.authorization().isEmpty()) {
      request.header("Authorization", row.authorization());
    }
    var body = row.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(row.body());
    return client.send(request.method(row.method(), body));
  }

  private static Row get(String path, int status, String says) {
    return row("GET", path, "", "", "", status, says);
  }

  private static Row join(String body, int status, String says) {
    return row("POST", "/v1/join", "text/plain", "", body, status, says);
  }

  private static Row publish(String body, String says) {
    return row("POST", "/v1/titles", "application/json", bearer(), body, 400, says);
  }

  private static Row beat(String id, String body, String says) {
    return row("PUT", "/v1/webseeds/" + id, "application/json", bearer(), body, 400, says);
  }

  private static Row row(
      String method,
      String path,
      String contentType,
      String authorization,
      String body,
      int status,
      String says) {
    return new Row(method, path, contentType, authorization, body, status, says);
  }
}
