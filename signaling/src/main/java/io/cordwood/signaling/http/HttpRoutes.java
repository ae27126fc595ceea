package io.cordwood.signaling.http;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * What holds for every path: CORS, problem documents where no resource answers, and the two pages
 * that are addressed by title. Called on event loops.
 */
@ApplicationScoped
class HttpRoutes {
  private static final int LAST = 1_000_000;
  private static final int EARLY = 1_000;

  /** A title with 64 renditions has 30 KiB; join has its own, smaller bound. */
  private static final long MAX_BODY_BYTES = 256 * 1024;

  void filters(@Observes Filters filters) {
    filters.register(HttpRoutes::cors, EARLY);
    filters.register(HttpRoutes::bound, EARLY - 1);
    filters.register(HttpRoutes::signal, EARLY - 2);
  }

  void routes(@Observes Router router) {
    page(router, "/watch/:owner/:slug", "/watch.html");
    page(router, "/health", "/q/health");
    router.route().order(LAST).handler(context -> problem(context, 404));
    router.route().failureHandler(HttpRoutes::failed);
    for (int status : new int[] {400, 404, 405, 406, 413, 414, 415}) {
      router.errorHandler(status, context -> problem(context, status));
    }
  }

  private static void page(Router router, String path, String shows) {
    router
        .route(path)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(context -> context.reroute(shows));
  }

  private static void bound(RoutingContext context) {
    var length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean chunked = context.request().headers().contains(HttpHeaders.TRANSFER_ENCODING);
    if (chunked) {
      problem(context, 411);
    } else if (length != null && isAbove(length, MAX_BODY_BYTES)) {
      problem(context, 413);
    } else {
      context.next();
    }
  }

  private static boolean isAbove(String length, long limit) {
    try {
      return Long.parseLong(length) > limit;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  /** Quarkus answers 404 to whoever does not upgrade. */
  private static void signal(RoutingContext context) {
    var path = context.request().path();
    boolean door = path.equals("/v1/signal") || path.startsWith("/v1/signal/");
    if (door && !context.request().headers().contains(HttpHeaders.UPGRADE, "websocket", true)) {
      if (context.request().version() == HttpVersion.HTTP_1_1) {
        context.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      }
      problem(context, 426);
    } else {
      context.next();
    }
  }

  private static void failed(RoutingContext context) {
    if (context.statusCode() > 0 && context.statusCode() < 500) {
      problem(context, context.statusCode());
    } else {
      context.next();
    }
  }

  private static void cors(RoutingContext context) {
    if (context.request().path().startsWith("/v1/")) {
      api(context);
    } else {
      page(context);
    }
  }

  /** What carries a hash in its name never changes; the viewer's script may, soon. */
  private static void page(RoutingContext context) {
    var path = context.request().path();
    var headers = context.response().headers();
    if (path.startsWith("/assets/")) {
      headers.set(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
    } else if (path.startsWith("/client/")) {
      headers
          .set(HttpHeaders.CACHE_CONTROL, "public, max-age=300")
          .set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    } else {
      headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
    }
    context.next();
  }

  private static void api(RoutingContext context) {
    var origin = context.request().getHeader(HttpHeaders.ORIGIN);
    var headers = context.response().headers();
    headers.add(HttpHeaders.VARY, "Origin").set(HttpHeaders.CACHE_CONTROL, "no-store");
    if (origin != null) {
      headers.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    if (origin != null && context.request().method() == HttpMethod.OPTIONS) {
      headers
          .set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, PUT, OPTIONS")
          .set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type")
          .set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "86400");
      context.response().setStatusCode(204).end();
    } else {
      context.next();
    }
  }

  private static void problem(RoutingContext context, int status) {
    var response = context.response();
    if (!response.ended() && !response.headWritten()) {
      response
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(Json.write(Problem.ofStatus(status)));
    }
  }
}
