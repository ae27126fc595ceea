package io.cordwood.webseed.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's listener; several share the port. */
public final class WebseedServer extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(WebseedServer.class);
  private static final int IDLE_SECONDS = 60;
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final HttpServerOptions options;
  private final Handler<HttpServerRequest> handler;
  private HttpServer server;

  /** Listens as {@code options} say and passes requests to {@code handler}. */
  public WebseedServer(HttpServerOptions options, Handler<HttpServerRequest> handler) {
    this.options = options;
    this.handler = handler;
  }

  /**
   * HTTP/1.1 on {@code host} and {@code port}; a connection on which nothing moves for {@value
   * #IDLE_SECONDS} seconds is closed.
   */
  public static HttpServerOptions options(String host, int port) {
    return new HttpServerOptions()
        .setHost(host)
        .setPort(port)
        .setHttp2ClearTextEnabled(false)
        .setUseAlpn(false)
        .setIdleTimeout(IDLE_SECONDS)
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setTcpNoDelay(true);
  }

  /** The same with TLS by a PKCS#12 key store. */
  public static HttpServerOptions withTls(
      HttpServerOptions plain, String keyStore, String password) {
    return new HttpServerOptions(plain)
        .setSsl(true)
        .setKeyCertOptions(new PfxOptions().setPath(keyStore).setPassword(password));
  }

  /** The port in use; after the start. */
  public int port() {
    return server.actualPort();
  }

  @Override
  public Future<?> start() {
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(WebseedServer::accept)
            .requestHandler(handler);
    return server.listen();
  }

  /** A connection that the other side breaks is its own affair. */
  private static void accept(HttpConnection connection) {
    SentFileBytes.watch(connection);
    connection.exceptionHandler(failure -> LOG.debug("a connection broke: {}", failure.toString()));
  }

  /** Takes no new connection, and lets answers that are under way end within five seconds. */
  @Override
  public Future<?> stop() {
    return server.shutdown(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
  }
}
