package io.cordwood.webseed;

import io.cordwood.swarm.content.TitleId;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Speaks to the webseed that has the channel. Each call may wait; for one thread. */
final class IngestClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofMinutes(5);

  private final URI webseed;
  private final HttpClient client;

  /** A webseed by its base address. */
  IngestClient(URI webseed, SSLContext trust) {
    this.webseed = webseed;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .sslContext(trust)
            .build();
  }

  /** Where a publisher pushes to. */
  static String address(URI webseed, TitleId title, String key) {
    return webseed + "/ingest/" + title.slug() + "/" + key;
  }

  /** Puts a channel on the air. */
  void begin(TitleId title, String key) throws StartException {
    send(HttpRequest.newBuilder(URI.create(address(webseed, title, key))).POST(nothing()));
  }

  /** Takes a channel off the air; what the webseed says of it. */
  JsonObject end(TitleId title, String key) throws StartException {
    var body = send(HttpRequest.newBuilder(URI.create(address(webseed, title, key))).DELETE());
    return new JsonObject(body);
  }

  /** Fails when no webseed answers. */
  void look() throws StartException {
    send(HttpRequest.newBuilder(webseed.resolve("/health")).GET());
  }

  /** Whether a channel is off the air; false when the webseed does not answer. */
  boolean hasEnded(TitleId title) {
    try {
      var health = new JsonObject(send(HttpRequest.newBuilder(webseed.resolve("/health")).GET()));
      return "ended"
          .equals(health.getJsonObject("channels", new JsonObject()).getString(title.toString()));
    } catch (StartException | DecodeException e) {
      return false;
    }
  }

  private static HttpRequest.BodyPublisher nothing() {
    return HttpRequest.BodyPublishers.noBody();
  }

  private String send(HttpRequest.Builder request) throws StartException {
    try {
      var answer =
          client.send(request.timeout(ANSWER).build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new StartException("The webseed refuses: " + detail(answer.body()));
      }
      return answer.body();
    } catch (IOException e) {
      throw new StartException(
          "No webseed answers at " + webseed + "; start it with ./cordwood up.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("Interrupted; start it again.");
    }
  }

  private static String detail(String body) {
    try {
      return new JsonObject(body).getString("detail", body);
    } catch (DecodeException e) {
      return body;
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
