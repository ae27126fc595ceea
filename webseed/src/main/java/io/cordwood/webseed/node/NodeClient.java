package io.cordwood.webseed.node;

import io.cordwood.swarm.content.ChannelKey;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.LeaseGiver;
import io.cordwood.webseed.live.Mark;
import io.cordwood.webseed.publish.Catalogue;
import io.cordwood.webseed.relay.KnownChannel;
import io.cordwood.webseed.store.TitleDocument;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Speaks to one node. Every call may wait up to ten seconds; any thread. */
public final class NodeClient implements Catalogue, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final int MIN_TARGET_MS = 100;
  private static final int MAX_TARGET_MS = 60_000;

  private final URI node;
  private final OperatorKey key;
  private final HttpClient client;

  /** A node by its base address, without a slash at the end. */
  public NodeClient(URI node, OperatorKey key, SSLContext trust) {
    this.node = node;
    this.key = key;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .sslContext(trust)
            .build();
  }

  @Override
  public boolean has(TitleId title) {
    return send(request("/v1/titles/" + title).GET())
        .filter(answer -> answer.statusCode() == 200)
        .isPresent();
  }

  @Override
  public Answer register(TitleDocument title) {
    var body = HttpRequest.BodyPublishers.ofByteArray(title.json());
    return send(request("/v1/titles").POST(body))
        .map(this::answer)
        .orElseGet(Answer.Unreachable::new);
  }

  /**
   * Tells of a new segment of a channel.
   *
   * @param signed its signed record
   * @return the node's status; 0 when it does not answer
   */
  public int segment(TitleId channel, byte[] signed) {
    var body = HttpRequest.BodyPublishers.ofByteArray(signed);
    var request =
        request("/v1/titles/" + channel + "/segments")
            .setHeader("Content-Type", "application/octet-stream")
            .POST(body);
    return send(request).map(HttpResponse::statusCode).orElse(0);
  }

  /**
   * Says that this webseed is there.
   *
   * @return the titles that the node does not know yet; an {@link HeartbeatAnswer.Unheard} when it
   *     was not heard
   */
  HeartbeatAnswer beat(String id, Heartbeat heartbeat) {
    var body = HttpRequest.BodyPublishers.ofString(heartbeat.json());
    return send(request("/v1/webseeds/" + id).PUT(body))
        .map(this::heard)
        .orElseGet(() -> new HeartbeatAnswer.Unheard(node + " does not answer"));
  }

  private HeartbeatAnswer heard(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      return new HeartbeatAnswer.Unheard(refusal(response));
    }
    try {
      var unknown = new JsonObject(response.body()).getJsonArray("unknownTitles", new JsonArray());
      List<TitleId> titles = unknown.stream().map(String.class::cast).map(TitleId::parse).toList();
      return new HeartbeatAnswer.Heard(titles, channels(new JsonObject(response.body())));
    } catch (DecodeException
        | ClassCastException
        | IllegalArgumentException
        | InvalidContentException e) {
      return new HeartbeatAnswer.Unheard(node + " answers what is not a node's word");
    }
  }

  private static List<KnownChannel> channels(JsonObject heard) {
    return heard.getJsonArray("channels", new JsonArray()).stream()
        .map(JsonObject.class::cast)
        .map(NodeClient::channel)
        .toList();
  }

  private static KnownChannel channel(JsonObject one) {
    var key = one.getJsonObject("key", new JsonObject());
    return new KnownChannel(
        TitleId.parse(one.getString("title", "")),
        ChannelKey.ofJwk(key.getString("x", ""), key.getString("y", "")),
        Math.clamp(one.getInteger("targetMs", 0), MIN_TARGET_MS, MAX_TARGET_MS),
        Optional.ofNullable(one.getString("from")).map(URI::create));
  }

  /**
   * Asks for a channel's lease, or renews it; waits at most three seconds.
   *
   * @param webseed this webseed's name
   */
  public LeaseGiver.Answer lease(
      String webseed, TitleId channel, SwarmId swarm, int targetMs, Mark mark) {
    var body =
        new JsonObject()
            .put("webseed", webseed)
            .put("swarm", swarm.hex())
            .put("targetMs", targetMs)
            .put("mark", json(mark));
    var request =
        request("/v1/titles/" + channel + "/lease")
            .timeout(LEASE)
            .PUT(HttpRequest.BodyPublishers.ofString(body.encode()));
    return send(request).map(this::lease).orElseGet(LeaseGiver.Answer.Away::new);
  }

  private static JsonObject json(Mark mark) {
    return new JsonObject()
        .put("startedAtMs", mark.startedAtMs())
        .put("epoch", mark.epoch())
        .put("number", mark.number())
        .put("endMs", mark.endMs())
        .put("discontinuities", mark.discontinuities());
  }

  private LeaseGiver.Answer lease(HttpResponse<String> response) {
    if (response.statusCode() >= 500 || response.statusCode() == 429) {
      return new LeaseGiver.Answer.Away();
    }
    if (response.statusCode() != 200) {
      return new LeaseGiver.Answer.Held(
          response.statusCode() == 409 ? detail(response) : refusal(response));
    }
    try {
      var given = new JsonObject(response.body());
      var mark = given.getJsonObject("mark");
      var title = Optional.ofNullable(given.getJsonObject("title"));
      return new LeaseGiver.Answer.Granted(
          Duration.ofMillis(given.getLong("lastsMs")),
          new Mark(
              mark.getLong("startedAtMs"),
              mark.getInteger("epoch"),
              mark.getInteger("number"),
              mark.getLong("endMs"),
              mark.getInteger("discontinuities")),
          title.isPresent()
              ? Optional.of(
                  TitleDocument.parse(title.get().encode().getBytes(StandardCharsets.UTF_8)))
              : Optional.empty());
    } catch (IOException | DecodeException | ClassCastException | NullPointerException e) {
      return new LeaseGiver.Answer.Held(node + " answers what is not a node's word.");
    }
  }

  private Answer answer(HttpResponse<String> response) {
    int status = response.statusCode();
    if (status == 200 || status == 201) {
      return new Answer.Registered();
    }
    return status >= 500 || status == 429
        ? new Answer.Unreachable()
        : new Answer.Refused(refusal(response));
  }

  private String refusal(HttpResponse<String> response) {
    if (response.statusCode() == 401 || response.statusCode() == 403) {
      return "The node "
          + node
          + " does not accept the operator key; set "
          + OperatorKey.VARIABLE
          + " to the node's, or give its data folder with --data.";
    }
    return "The node " + node + " refuses (" + response.statusCode() + "): " + detail(response);
  }

  private static String detail(HttpResponse<String> response) {
    try {
      return new JsonObject(response.body()).getString("detail", "it gives no reason.");
    } catch (DecodeException | ClassCastException e) {
      return "it gives no reason.";
    }
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(node + path))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, application/problem+json");
    key.read().ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  private Optional<HttpResponse<String>> send(HttpRequest.Builder request) {
    try {
      return Optional.of(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
