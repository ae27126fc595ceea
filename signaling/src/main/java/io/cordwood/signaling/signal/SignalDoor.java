package io.cordwood.signaling.signal;

import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.wire.ErrorCode;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import org.jboss.logging.Logger;

/** The signaling door (PROTOCOL §5). Called on event loops, serially for each socket. */
@WebSocket(path = "/v1/signal/{swarm}")
public class SignalDoor {
  private static final Logger LOG = Logger.getLogger(SignalDoor.class);

  private final SignalConnections connections;

  SignalDoor(SignalConnections connections) {
    this.connections = connections;
  }

  @OnOpen
  @NonBlocking
  void opened(WebSocketConnection socket) {
    try {
      var swarm = SwarmId.parse(socket.pathParam("swarm"));
      connections.opened(socket, swarm, RemoteAddress.of(socket.handshakeRequest()));
    } catch (InvalidContentException e) {
      connections.refuse(socket, ErrorCode.TICKET_REFUSED, e.getMessage());
    }
  }

  @OnTextMessage
  @NonBlocking
  void received(String text, WebSocketConnection socket) {
    connections.of(socket).ifPresent(connection -> connection.received(text));
  }

  @OnBinaryMessage
  @NonBlocking
  void received(Buffer bytes, WebSocketConnection socket) {
    connections.of(socket).ifPresent(SignalConnection::receivedBinary);
  }

  @OnPongMessage
  @NonBlocking
  void pong(Buffer bytes, WebSocketConnection socket) {
    connections.of(socket).ifPresent(SignalConnection::pong);
  }

  @OnClose
  @NonBlocking
  void closed(WebSocketConnection socket) {
    connections.closed(socket);
  }

  @OnError
  @NonBlocking
  void failed(Throwable failure, WebSocketConnection socket) {
    LOG.debug("A viewer's socket broke", failure);
  }
}
