package io.cordwood.signaling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Speaks HTTP with the node as a page, a webseed or an operator does. */
public final class NodeClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final HttpClient http = HttpClient.newHttpClient();

  public NodeClient(URI base) {
    this.base = base;
  }

  public HttpClient http() {
    return http;
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).GET());
  }

  public HttpResponse<String> post(String path, String body, String... headers) {
    return send(request(path, headers).POST(BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> publish(String title) {
    return post("/v1/titles", title, "Content-Type", "application/json", "Authorization", bearer());
  }

  public HttpResponse<String> segment(String title, byte[] signed) {
    return send(
        request(
                "/v1/titles/" + title + "/segments",
                "Content-Type",
                "application/octet-stream",
                "Authorization",
                bearer())
            .POST(BodyPublishers.ofByteArray(signed)));
  }

  public HttpResponse<String> lease(String title, String body) {
    return send(
        request(
                "/v1/titles/" + title + "/lease",
                "Content-Type",
                "application/json",
                "Authorization",
                bearer())
            .PUT(BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> heartbeat(String id, String body) {
    return send(
        request("/v1/webseeds/" + id, "Content-Type", "application/json", "Authorization", bearer())
            .PUT(BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> join(String title, String fingerprint) {
    return post(
        "/v1/join",
        "{\"title\":\"%s\",\"fingerprint\":\"%s\"}".formatted(title, fingerprint),
        "Content-Type",
        "text/plain",
        "Origin",
        "http://localhost:3000");
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public HttpRequest.Builder request(String path, String... headers) {
    var builder = HttpRequest.newBuilder(base.resolve(path));
    return headers.length == 0 ? builder : builder.headers(headers);
  }

  public static String bearer() {
    return "Bearer " + NodeUnderTest.OPERATOR_KEY;
  }

  public static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + response.body(), e);
    }
  }
}
