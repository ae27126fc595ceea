package io.cordwood.tracker;

import io.cordwood.tracker.Admission.Refusal;
import io.cordwood.tracker.Admission.Seat;
import io.cordwood.tracker.TrackerCounters.Count;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Before the upgrade: finds out whom a request is from, and gives the connection a seat or refuses
 * it. Called on selectors' threads.
 */
final class DoorHttp extends Handler.Wrapper {
  static final HttpField JSON = new HttpField(HttpHeader.CONTENT_TYPE, "application/json");
  static final HttpField METRICS =
      new HttpField(HttpHeader.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
  private static final HttpField PROBLEM =
      new HttpField(HttpHeader.CONTENT_TYPE, "application/problem+json");
  private static final String RETRY_SECONDS = "5";

  private final DoorState door;
  private final Forwarded proxies;

  DoorHttp(DoorState door, Forwarded proxies, Handler next) {
    super(next);
    this.door = door;
    this.proxies = proxies;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!request.getHeaders().contains(HttpHeader.UPGRADE, "websocket")) {
      return super.handle(request, response, callback);
    }
    var origin = Optional.ofNullable(request.getHeaders().get(HttpHeader.ORIGIN));
    return switch (door.admission.ask(client(request), origin)) {
      case Seat seat -> {
        takeSeat(seat, request, response);
        yield super.handle(request, response, callback);
      }
      case Refusal refusal -> {
        refuse(refusal, response, callback);
        yield true;
      }
    };
  }

  /** The seat is left when this request becomes no WebSocket, or when the connection ends. */
  private static void takeSeat(Seat seat, Request request, Response response) {
    DoorEndPoint.of(request).occupy(seat);
    Request.addCompletionListener(
        request,
        problem -> {
          if (problem != null || response.getStatus() != HttpStatus.SWITCHING_PROTOCOLS_101) {
            seat.leave();
          }
        });
  }

  private void refuse(Refusal refusal, Response response, Callback callback) {
    door.counters.add(refusal.count);
    if (refusal.passes()) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_SECONDS);
    }
    problem(response, callback, refusal.status, refusal.title, refusal.detail);
  }

  private ClientAddress client(Request request) {
    var source =
        proxies.of(peer(request), request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR));
    if (source instanceof Forwarded.Source.Unreadable) {
      door.counters.add(Count.BAD_FORWARDED);
    }
    return ClientAddress.of(source.address());
  }

  /** What the PROXY header says, else the other end of the TCP connection. */
  private static InetAddress peer(Request request) {
    return Stream.of(
            request.getConnectionMetaData().getRemoteSocketAddress(),
            DoorEndPoint.of(request).getRemoteSocketAddress())
        .flatMap(DoorHttp::addressOf)
        .findFirst()
        .orElse(InetAddress.getLoopbackAddress());
  }

  private static Stream<InetAddress> addressOf(SocketAddress socket) {
    return socket instanceof InetSocketAddress internet
        ? Stream.ofNullable(internet.getAddress())
        : Stream.empty();
  }

  static void problem(
      Response response, Callback callback, int status, String title, String detail) {
    page(
        response,
        callback,
        status,
        PROBLEM,
        "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
            .formatted(title, status, detail));
  }

  /** Answers, and ends the connection: it was not for pages. */
  static void page(
      Response response, Callback callback, int status, HttpField type, String content) {
    response.setStatus(status);
    response.getHeaders().put(type);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    Content.Sink.write(response, true, content, callback);
  }
}
