package io.cordwood.webseed.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A node's titles and webseeds over HTTP, as PROTOCOL §4.2 has them, with the key {@code secret}.
 */
public final class NodeDouble implements AutoCloseable {
  private final HttpServer server;
  private final Set<String> known = new TreeSet<>();
  private volatile int refuseTitlesWith;

  /** Bodies of heartbeats, in order. */
  public final BlockingQueue<JsonObject> heartbeats = new LinkedBlockingQueue<>();

  /** Titles that were posted, in order. */
  public final BlockingQueue<JsonObject> titles = new LinkedBlockingQueue<>();

  public NodeDouble() throws IOException {
    this(0);
  }

  public NodeDouble(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/v1/titles", this::titles);
    server.createContext("/v1/webseeds/", this::webseeds);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port());
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public void refuseTitlesWith(int status) {
    refuseTitlesWith = status;
  }

  private void titles(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      String path = exchange.getRequestURI().getPath();
      boolean has = known.contains(path.substring("/v1/titles/".length()));
      answer(exchange, has ? 200 : 404, new JsonObject());
    } else if (allowed(exchange)) {
      var title = body(exchange);
      if (refuseTitlesWith != 0) {
        answer(exchange, refuseTitlesWith, new JsonObject().put("detail", "Choose another name."));
        return;
      }
      known.add(title.getString("owner") + "/" + title.getString("slug"));
      titles.add(title);
      answer(exchange, 201, title);
    }
  }

  private void webseeds(HttpExchange exchange) throws IOException {
    if (allowed(exchange)) {
      var heartbeat = body(exchange);
      var unknown = new JsonArray();
      heartbeat.getJsonArray("titles").stream()
          .filter(title -> !known.contains(title))
          .forEach(unknown::add);
      heartbeats.add(heartbeat.put("id", exchange.getRequestURI().getPath().substring(13)));
      answer(exchange, 200, new JsonObject().put("unknownTitles", unknown));
    }
  }

  private static boolean allowed(HttpExchange exchange) throws IOException {
    boolean allowed =
        "Bearer secret".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!allowed) {
      answer(exchange, 401, new JsonObject().put("detail", "Send the key."));
    }
    return allowed;
  }

  private static JsonObject body(HttpExchange exchange) throws IOException {
    return new JsonObject(
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, JsonObject body)
      throws IOException {
    byte[] bytes = body.encode().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
