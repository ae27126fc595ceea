package io.cordwood.bench.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Plain HTTP requests that do not wait for ever. Safe on every thread. */
public final class Http {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();

  private Http() {}

  /** The answer to a GET, whatever its status. Throws when no answer comes within a minute. */
  public static HttpResponse<String> get(URI address) {
    return send(HttpRequest.newBuilder(address).GET());
  }

  /** The same with the body as it came. */
  public static HttpResponse<byte[]> bytes(URI address) {
    return send(HttpRequest.newBuilder(address).GET(), HttpResponse.BodyHandlers.ofByteArray());
  }

  /** The answer to a POST of a text, as a page sends it when no preflight shall be caused. */
  public static HttpResponse<String> post(URI address, String origin, String body) {
    return send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "text/plain")
            .header("Origin", origin)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** The answer to a PUT. */
  public static HttpResponse<String> put(URI address, byte[] body) {
    return send(HttpRequest.newBuilder(address).PUT(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  /** The answer to a PUT of JSON by who has a key. */
  public static HttpResponse<String> put(URI address, String key, String json) {
    return send(
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** The length that a HEAD tells, in bytes; throws when there is none. */
  public static long length(URI address) {
    var answer = send(HttpRequest.newBuilder(address).HEAD());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(address + " answered " + answer.statusCode());
    }
    return answer.headers().firstValueAsLong("Content-Length").orElseThrow();
  }

  /** Whether a GET is answered with 200. */
  public static boolean answers(URI address) {
    try {
      return get(address).statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return CLIENT.send(request.timeout(LIMIT).build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
