package io.cordwood.tracker;

import io.cordwood.tracker.TrackerCounters.Count;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The pages of the door, and what is told to who asked for none and is no WebSocket. */
final class DoorPages extends Handler.Abstract.NonBlocking {
  private final DoorState door;
  private final TrackerStats stats;
  private final Optional<Supplier<String>> metrics;

  DoorPages(DoorState door, TrackerStats stats, Optional<Supplier<String>> metrics) {
    this.door = door;
    this.stats = stats;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var method = request.getMethod();
    var path = Request.getPathInContext(request);
    if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
      notAWebSocket(response, callback);
    } else if (path.equals("/health")) {
      health(response, callback);
    } else if (path.equals("/stats.json")) {
      DoorHttp.page(response, callback, HttpStatus.OK_200, DoorHttp.JSON, statsJson());
    } else if (path.equals("/metrics")) {
      metrics(response, callback);
    } else {
      notAWebSocket(response, callback);
    }
    return true;
  }

  private void health(Response response, Callback callback) {
    if (door.isDraining()) {
      DoorHttp.page(
          response,
          callback,
          HttpStatus.SERVICE_UNAVAILABLE_503,
          DoorHttp.JSON,
          "{\"status\":\"DOWN\"}");
    } else {
      DoorHttp.page(response, callback, HttpStatus.OK_200, DoorHttp.JSON, "{\"status\":\"UP\"}");
    }
  }

  private void metrics(Response response, Callback callback) {
    if (metrics.isPresent()) {
      DoorHttp.page(response, callback, HttpStatus.OK_200, DoorHttp.METRICS, metrics.get().get());
    } else {
      DoorHttp.problem(
          response, callback, HttpStatus.NOT_FOUND_404, "No metrics", "They are elsewhere.");
    }
  }

  private String statsJson() {
    var totals = stats.totals();
    return """
        {"torrents":%d,"activeTorrents":%d,"peersAll":%d,"peersSeederOnly":%d,"peersLeecherOnly":%d,\
        "connections":%d,"counters":{%s}}"""
        .formatted(
            totals.torrents(),
            totals.activeTorrents(),
            totals.peersAll(),
            totals.peersSeederOnly(),
            totals.peersLeecherOnly(),
            door.connections(),
            Arrays.stream(Count.values())
                .map(count -> "\"" + count.metric() + "\":" + door.counters.get(count))
                .collect(Collectors.joining(",")));
  }

  private void notAWebSocket(Response response, Callback callback) {
    door.counters.add(Count.NOT_A_WEBSOCKET);
    response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
    DoorHttp.problem(
        response,
        callback,
        HttpStatus.UPGRADE_REQUIRED_426,
        "A WebSocket is spoken here",
        "Connect with a WebSocket, for instance as a WebTorrent client's announce address.");
  }
}
