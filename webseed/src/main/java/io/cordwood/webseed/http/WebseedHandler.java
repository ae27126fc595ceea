package io.cordwood.webseed.http;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.heat.HeatLimits;
import io.cordwood.webseed.live.Channels;
import io.cordwood.webseed.live.Recording;
import io.cordwood.webseed.relay.Found;
import io.cordwood.webseed.relay.Relays;
import io.cordwood.webseed.store.Arriving;
import io.cordwood.webseed.store.Resource;
import io.cordwood.webseed.store.ServedTitle;
import io.cordwood.webseed.store.Titles;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers every request (PROTOCOL §3). One for all event loops; holds no state of a request. */
public final class WebseedHandler implements Handler<HttpServerRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(WebseedHandler.class);
  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final LongConsumer NOT_COUNTED = _ -> {};
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Titles titles;
  private final ClientFiles client;
  private final PrometheusMeterRegistry metrics;
  private final MediaBytes mediaBytes;
  private final MediaAdmission admission;
  private final Channels channels;
  private final LiveFiles liveFiles;
  private final IngestHandler ingest;

  /**
   * Serves {@code titles}, {@code channels}, {@code relays} and {@code client}, media within {@code
   * limits}, and counts in {@code metrics}. A channel that ends becomes a film by {@code
   * recording}.
   */
  public WebseedHandler(
      Vertx vertx,
      Titles titles,
      ClientFiles client,
      PrometheusMeterRegistry metrics,
      HeatLimits limits,
      Channels channels,
      Relays relays,
      Recording recording) {
    this.vertx = vertx;
    this.channels = channels;
    this.liveFiles = new LiveFiles(vertx, channels, relays);
    this.ingest = new IngestHandler(vertx, channels, recording, metrics);
    this.titles = titles;
    this.client = client;
    this.metrics = metrics;
    this.mediaBytes = new MediaBytes(metrics);
    this.admission = new MediaAdmission(vertx, limits, metrics);
  }

  /** Body bytes of media segments that went out since the start. */
  public long sentMediaBytes() {
    return mediaBytes.total();
  }

  @Override
  public void handle(HttpServerRequest request) {
    SentFileBytes.listen(request.connection(), NOT_COUNTED);
    request.response().headersEndHandler(_ -> count(request.response().getStatusCode(), metrics));
    Cors.expose(request.response().headers());
    answer(request).onFailure(failure -> fail(request, failure));
  }

  private static void count(int status, MeterRegistry metrics) {
    Counter.builder("cordwood.webseed.requests")
        .description("Requests by the status of their answers")
        .tag("status", Integer.toString(status))
        .register(metrics)
        .increment();
  }

  private Future<Void> answer(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.OPTIONS)) {
      Cors.allow(request.headers(), request.response().headers());
      return request.response().putHeader("Allow", Cors.METHODS).setStatusCode(204).end();
    }
    if (Target.of(request.path()) instanceof Target.OfIngest(List<String> components)) {
      return ingest.answer(request, components);
    }
    if (!READING.contains(request.method())) {
      request.response().putHeader("Allow", Cors.METHODS);
      return Refusals.send(request, Problem.METHOD_NOT_ALLOWED);
    }
    return switch (Target.of(request.path())) {
      case Target.OfTitle(TitleId title, String path) -> ofTitle(request, title, path);
      case Target.OfClient(String path) -> ofClient(request, path);
      case Target.OfIngest _ -> Refusals.send(request, Problem.METHOD_NOT_ALLOWED);
      case Target.Health() -> text(request, "application/json", health());
      case Target.Metrics() ->
          text(request, "text/plain; version=0.0.4; charset=utf-8", metrics.scrape());
      case Target.Nothing() -> Refusals.send(request, Problem.NOT_FOUND);
      case Target.Refused() -> Refusals.send(request, Problem.BAD_PATH);
    };
  }

  private Future<Void> ofClient(HttpServerRequest request, String path) {
    request.response().putHeader("Vary", "Accept-Encoding");
    return resource(
        request,
        client.find(path, AcceptEncoding.allowsGzip(request.getHeader("Accept-Encoding"))));
  }

  private String health() {
    var health = new JsonObject().put("status", "UP");
    var states = new JsonObject();
    channels.states().forEach((title, state) -> states.put(title.toString(), state.word()));
    return (states.isEmpty() ? health : health.put("channels", states)).encode();
  }

  private Future<Void> ofTitle(HttpServerRequest request, TitleId title, String path) {
    var live = liveFiles.find(title, path);
    if (live.isPresent()) {
      return live.get().compose(found -> found(request, found));
    }
    Optional<ServedTitle> ready = titles.ready(title);
    var found =
        ready.isPresent()
            ? Future.succeededFuture(ready)
            : vertx.executeBlocking(() -> titles.find(title), false);
    return found.compose(served -> resource(request, served.flatMap(one -> one.find(path))));
  }

  private Future<Void> found(HttpServerRequest request, Found found) {
    return switch (found) {
      case Found.Here(Resource resource) -> resource(request, Optional.of(resource));
      case Found.Nothing() -> Refusals.send(request, Problem.NOT_FOUND);
      case Found.Busy(var retryAfter) -> Refusals.later(request, Problem.BUSY, retryAfter);
      case Found.Broken() -> Refusals.later(request, Problem.NO_SOURCE, AGAIN);
    };
  }

  private Future<Void> resource(HttpServerRequest request, Optional<Resource> found) {
    if (found.isEmpty()) {
      return Refusals.send(request, Problem.NOT_FOUND);
    }
    LongConsumer sent = found.get().media().map(mediaBytes::of).orElse(NOT_COUNTED);
    var answer = new ResourceAnswer(vertx, request, found.get(), sent);
    return found.get().media().isPresent() && answer.bytes() > 0
        ? admission.admit(request, answer)
        : answer.send();
  }

  private static Future<Void> text(HttpServerRequest request, String contentType, String text) {
    var response =
        request
            .response()
            .putHeader("Cache-Control", "no-store")
            .putHeader("Content-Type", contentType);
    return request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(text);
  }

  /** A viewer that hung up is not our failure; a file that cannot be read is. */
  private static void fail(HttpServerRequest request, Throwable failure) {
    var response = request.response();
    if (response.closed() || response.ended()) {
      LOG.debug("{} ended early: {}", request.path(), failure.toString());
      return;
    }
    boolean brokenOff = failure instanceof Arriving.BrokenOff;
    if (!brokenOff) {
      LOG.error("{} cannot be served: {}", request.path(), failure.toString());
    }
    if (response.headWritten()) {
      request.connection().close();
      return;
    }
    Refusals.forget(response.headers());
    if (brokenOff) {
      Refusals.later(request, Problem.NO_SOURCE, AGAIN);
    } else {
      Refusals.send(request, Problem.BROKEN);
    }
  }
}
