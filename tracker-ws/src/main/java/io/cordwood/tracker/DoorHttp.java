package io.cordwood.tracker;

import io.cordwood.tracker.TrackerCounters.Count;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What is answered in plain HTTP: health, and refusals of what does not become a WebSocket. */
final class DoorHttp {
  private static final HttpField JSON = new HttpField(HttpHeader.CONTENT_TYPE, "application/json");
  private static final HttpField PROBLEM =
      new HttpField(HttpHeader.CONTENT_TYPE, "application/problem+json");
  private static final String RETRY_SECONDS = "5";

  private DoorHttp() {}

  /** Before the upgrade: lets WebSockets in while there is room. */
  static final class Admission extends Handler.Wrapper {
    private final DoorState door;

    Admission(DoorState door, Handler next) {
      super(next);
      this.door = door;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      boolean upgrade = request.getHeaders().contains(HttpHeader.UPGRADE, "websocket");
      if (upgrade && (door.isDraining() || door.isFull())) {
        door.counters.add(door.isDraining() ? Count.REFUSED_DRAINING : Count.REFUSED_FULL);
        response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
        problem(response, callback, 503, "Busy", "The tracker takes no connection now; try later.");
        return true;
      }
      return super.handle(request, response, callback);
    }
  }

  /** After the upgrade: what asked for none. */
  static final class Pages extends Handler.Abstract.NonBlocking {
    private final DoorState door;

    Pages(DoorState door) {
      this.door = door;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (Request.getPathInContext(request).equals("/health")
          && (HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod()))) {
        health(response, callback);
      } else {
        door.counters.add(Count.NOT_A_WEBSOCKET);
        response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
        problem(
            response,
            callback,
            HttpStatus.UPGRADE_REQUIRED_426,
            "A WebSocket is spoken here",
            "Connect with a WebSocket, for instance as a WebTorrent client's announce address.");
      }
      return true;
    }

    private void health(Response response, Callback callback) {
      boolean up = !door.isDraining();
      response.setStatus(up ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503);
      response.getHeaders().put(JSON);
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
      Content.Sink.write(
          response, true, up ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}", callback);
    }
  }

  private static void problem(
      Response response, Callback callback, int status, String title, String detail) {
    response.setStatus(status);
    response.getHeaders().put(PROBLEM);
    Content.Sink.write(
        response,
        true,
        "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
            .formatted(title, status, detail),
        callback);
  }
}
