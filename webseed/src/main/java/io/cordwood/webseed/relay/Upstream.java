package io.cordwood.webseed.relay;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Asks another webseed. Each call waits, at most ten seconds; any thread. */
final class Upstream implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final int MAX_WAIT_SECONDS = 60;

  private final HttpClient client;

  Upstream(SSLContext trust) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .sslContext(trust)
            .build();
  }

  /** What came. */
  sealed interface Answer {
    /** All of it. */
    record Bytes(byte[] bytes, Optional<String> tag) implements Answer {}

    /** The same as before. */
    record Same() implements Answer {}

    /** It is not there. */
    record Nothing() implements Answer {}

    /** Later. */
    record Busy(Duration retryAfter) implements Answer {}

    /** Nothing that can be used; {@code why} is for the operator. */
    record Away(String why) implements Answer {}
  }

  /** Fetches a file of at most {@code maxBytes}; {@code tag} is that of what is here already. */
  Answer get(URI base, String path, long maxBytes, Optional<String> tag) {
    var request = HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER);
    tag.ifPresent(known -> request.header("If-None-Match", known));
    try {
      return answer(
          client.send(
              request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes)));
    } catch (IOException e) {
      return new Answer.Away(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Away("this webseed ends");
    }
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return switch (response.statusCode()) {
      case 200 -> new Answer.Bytes(response.body(), response.headers().firstValue("ETag"));
      case 304 -> new Answer.Same();
      case 404, 410 -> new Answer.Nothing();
      case 429, 503 ->
          new Answer.Busy(
              response
                  .headers()
                  .firstValue("Retry-After")
                  .filter(text -> text.matches("[0-9]{1,4}"))
                  .map(text -> Math.clamp(Integer.parseInt(text), 1, MAX_WAIT_SECONDS))
                  .map(Duration::ofSeconds)
                  .orElse(AGAIN));
      default -> new Answer.Away("it answers " + response.statusCode());
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
