package io.cordwood.bench.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * The site that embeds a player: a server of pages on an origin that is neither the node's nor the
 * webseed's. Pages are added by tests; {@code /pages/*} are the scripts of this module and of the
 * tests, {@code /hls/*} is hls.js, {@code /npm/NAME/dist/*} are the packages that Cordwood is
 * compared with.
 */
public final class StaticSite implements AutoCloseable {
  private static final Pattern HLS = Pattern.compile("/hls/([\\w.-]+)");
  private static final Pattern NPM = Pattern.compile("/npm/([\\w-]+)/dist/([\\w.-]+)");

  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,9})-(\\d{1,9})");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> pages = new ConcurrentHashMap<>();
  private final Repository repository;
  private final int door;

  private StaticSite(HttpServer server, Repository repository, int door) {
    this.server = server;
    this.repository = repository;
    this.door = door;
  }

  /** Starts a site on a free port, at a distance from those who look at it. */
  public static StaticSite start(Repository repository, Distance distance) {
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      var server = HttpServer.create(address, 0);
      var door = distance.to(server.getAddress().getPort());
      var site = new StaticSite(server, repository, door);
      site.server.createContext("/", site::answer);
      site.server.setExecutor(site.threads);
      site.server.start();
      return site;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The site's address, with a slash at its end. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + door + "/");
  }

  /** Adds a page and returns its address. */
  public String page(String path, String html) {
    return file(path, html.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds any file and returns its address; who asks for a part of it gets that. */
  public String file(String path, byte[] content) {
    pages.put(path, content);
    return url().resolve(path).toString();
  }

  /** A page of the class path's `pages` folder with every `{{name}}` replaced. */
  public static String template(String file, Map<String, String> values) {
    try (var in = resource("/pages/" + file)) {
      if (in == null) {
        throw new IllegalArgumentException("no page " + file);
      }
      var html = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (var value : values.entrySet()) {
        html = html.replace("{{" + value.getKey() + "}}", value.getValue());
      }
      return html;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var body = body(path);
      if (body == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", type(path));
      var range = RANGE.matcher(orEmpty(exchange.getRequestHeaders().getFirst("Range")));
      if (range.matches()) {
        part(exchange, body, Integer.parseInt(range.group(1)), Integer.parseInt(range.group(2)));
      } else {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static void part(HttpExchange exchange, byte[] body, int first, int last)
      throws IOException {
    if (first > last || last >= body.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %d-%d/%d".formatted(first, last, body.length));
    exchange.sendResponseHeaders(206, last - first + 1);
    exchange.getResponseBody().write(body, first, last - first + 1);
  }

  private static String orEmpty(String header) {
    return header == null ? "" : header;
  }

  private byte[] body(String path) throws IOException {
    var hls = HLS.matcher(path);
    if (hls.matches()) {
      return file(repository.hls().resolve(hls.group(1)));
    }
    var npm = NPM.matcher(path);
    if (npm.matches()) {
      return file(repository.released(npm.group(1)).resolve(npm.group(2)));
    }
    if (path.startsWith("/pages/")) {
      try (var in = resource(path)) {
        return in == null ? null : in.readAllBytes();
      }
    }
    return pages.get(path);
  }

  private static byte[] file(Path file) throws IOException {
    return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
  }

  private static InputStream resource(String path) {
    return StaticSite.class.getResourceAsStream(path);
  }

  private static String type(String path) {
    return path.endsWith(".js") ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8";
  }
}
