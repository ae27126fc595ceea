package io.cordwood.signaling.signal;

import io.cordwood.signaling.NodeMetrics;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Sees a viewer's socket before it is a WebSocket. Called on event loops. */
@ApplicationScoped
class SignalFilter {
  private static final int BEFORE_THE_UPGRADE = 900;

  private final NodeMetrics metrics;

  SignalFilter(NodeMetrics metrics) {
    this.metrics = metrics;
  }

  void register(@Observes Filters filters) {
    filters.register(this::guard, BEFORE_THE_UPGRADE);
  }

  private void guard(RoutingContext context) {
    if (context.request().headers().contains(HttpHeaders.UPGRADE)) {
      PingGuard.watch(context.request().connection(), metrics::pingHeldBack);
    }
    context.next();
  }
}
