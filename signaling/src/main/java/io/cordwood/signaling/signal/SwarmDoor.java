package io.cordwood.signaling.signal;

import io.cordwood.swarm.content.SwarmId;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.Optional;

/** The door of one swarm: who comes in has its ticket. */
@WebSocket(path = "/v1/signal/{swarm}")
public class SwarmDoor extends SignalDoor {
  SwarmDoor(SignalConnections connections) {
    super(connections);
  }

  @Override
  Optional<SwarmId> swarm(WebSocketConnection socket) {
    return Optional.of(SwarmId.parse(socket.pathParam("swarm")));
  }
}
