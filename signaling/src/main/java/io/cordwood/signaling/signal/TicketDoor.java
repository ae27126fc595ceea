package io.cordwood.signaling.signal;

import io.cordwood.swarm.content.SwarmId;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import java.util.Optional;

/**
 * The door of all swarms: who comes while it joins has no ticket yet, which will name its swarm.
 */
@WebSocket(path = "/v1/signal")
public class TicketDoor extends SignalDoor {
  TicketDoor(SignalConnections connections) {
    super(connections);
  }

  @Override
  Optional<SwarmId> swarm(WebSocketConnection socket) {
    return Optional.empty();
  }
}
