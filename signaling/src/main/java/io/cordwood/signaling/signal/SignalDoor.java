package io.cordwood.signaling.signal;

import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.wire.ErrorCode;
import io.netty.handler.codec.DecoderException;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The signaling door (PROTOCOL §5), which has two addresses. Called on event loops, serially for
 * each socket.
 */
abstract class SignalDoor {
  private static final Logger LOG = Logger.getLogger(SignalDoor.class);

  private final SignalConnections connections;

  SignalDoor(SignalConnections connections) {
    this.connections = connections;
  }

  /** The swarm that a socket's address names. */
  abstract Optional<SwarmId> swarm(WebSocketConnection socket);

  @OnOpen
  @NonBlocking
  void opened(WebSocketConnection socket) {
    try {
      connections.opened(socket, swarm(socket), RemoteAddress.of(socket.handshakeRequest()));
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

  /** What a stranger caused ends its socket; what our own code threw is for us to read. */
  @OnError
  @NonBlocking
  void failed(Throwable failure, WebSocketConnection socket) {
    switch (failure) {
      case HttpClosedException gone -> LOG.debug("A viewer went without a word", gone);
      case IOException broken -> LOG.debug("A viewer's socket broke", broken);
      case DecoderException broken -> LOG.debug("A viewer broke RFC 6455", broken);
      case IllegalStateException overflow when isTooBig(overflow) ->
          connections.refuse(socket, ErrorCode.TOO_BIG, "A message has at most 65536 bytes.");
      default -> {
        LOG.error("The signaling door failed", failure);
        socket.close(CloseReason.INTERNAL_SERVER_ERROR).subscribe().with(x -> {}, x -> {});
      }
    }
  }

  /** Vert.x has no type of its own for a message of too many frames. */
  private static boolean isTooBig(IllegalStateException failure) {
    return failure.getMessage() != null && failure.getMessage().contains("max message size");
  }
}
