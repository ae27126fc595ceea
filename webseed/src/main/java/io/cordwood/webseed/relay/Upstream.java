package io.cordwood.webseed.relay;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks another webseed. Each call waits, at most ten seconds; any thread. */
final class Upstream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final int MAX_WAIT_SECONDS = 60;

  /** What is read to its end keeps its connection. */
  private static final int MAX_PROBLEM_BYTES = 64 * 1024;

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

    /** Something else than was signed; {@code why} is for the operator. */
    record Wrong(String why) implements Answer {}

    /** Later. */
    record Busy(Duration retryAfter) implements Answer {}

    /** Nothing that can be used; {@code why} is for the operator. */
    record Away(String why) implements Answer {}
  }

  /** Reads a file as it comes. */
  @FunctionalInterface
  interface Reading {
    /** {@code length} is what the answer says of it, in bytes. */
    Answer read(InputStream in, OptionalLong length) throws IOException;
  }

  /** Fetches a file that is read as it comes; the reading too must be done in ten seconds. */
  Answer read(URI base, String path, Reading reading) {
    var request = HttpRequest.newBuilder(base.resolve(path)).timeout(ANSWER).build();
    var late =
        new CompletableFuture<Void>().completeOnTimeout(null, ANSWER.toMillis(), MILLISECONDS);
    try {
      var response = client.send(request, BodyHandlers.ofInputStream());
      try (var in = response.body()) {
        if (response.statusCode() != 200) {
          in.readNBytes(MAX_PROBLEM_BYTES);
          return refusal(response);
        }
        late.thenRun(() -> close(in));
        var answer = reading.read(in, response.headers().firstValueAsLong("Content-Length"));
        return answer instanceof Answer.Wrong && late.isDone() ? tooSlow() : answer;
      }
    } catch (IOException e) {
      return new Answer.Away(e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Away("this webseed ends");
    } finally {
      late.cancel(false);
    }
  }

  private static Answer tooSlow() {
    return new Answer.Away("it did not send all of it in " + ANSWER.toSeconds() + " s");
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      LOG.debug("what is too slow cannot be closed", e);
    }
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
    return response.statusCode() == 200
        ? new Answer.Bytes(response.body(), response.headers().firstValue("ETag"))
        : refusal(response);
  }

  private static Answer refusal(HttpResponse<?> response) {
    return switch (response.statusCode()) {
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
