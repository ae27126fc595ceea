package io.cordwood.webseed.node;

import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.publish.Catalogue;
import io.cordwood.webseed.store.TitleDocument;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Speaks to one node. Every call may wait up to ten seconds; any thread. */
public final class NodeClient implements Catalogue, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(10);

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
      return new HeartbeatAnswer.Heard(titles);
    } catch (DecodeException | ClassCastException | InvalidContentException e) {
      return new HeartbeatAnswer.Unheard(node + " answers what is not a node's word");
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
