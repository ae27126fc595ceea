package io.cordwood.signaling.signal;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.signaling.NodeClient;
import io.cordwood.signaling.Samples;
import io.cordwood.swarm.wire.Decoded;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.SignalCodec;
import io.cordwood.swarm.wire.UpMessage;
import io.cordwood.tracker.testkit.Listener;
import java.net.URI;
import java.nio.ByteBuffer;

/** A viewer at the signaling door, over a real WebSocket. */
public final class SignalClient implements AutoCloseable {
  public final String viewer;
  public final String peer;
  public final String ticket;
  private final SignalCodec codec = new SignalCodec();
  private final Listener listener;

  private SignalClient(NodeClient node, String viewer, URI door, String peer, String ticket) {
    this.viewer = viewer;
    this.peer = peer;
    this.ticket = ticket;
    this.listener = new Listener(node.http(), door);
  }

  /** Joins a title and opens a socket; says nothing yet. */
  public static SignalClient connect(NodeClient node, String title, String viewer) {
    var answer = NodeClient.json(node.join(title, Samples.fingerprint(viewer)));
    return connect(node, answer, viewer, answer.get("ticket").asText());
  }

  /** Opens a socket to the door of a join's answer, with any ticket. */
  public static SignalClient connect(
      NodeClient node, JsonNode answer, String viewer, String ticket) {
    var door = URI.create(answer.get("signal").asText());
    return new SignalClient(node, viewer, door, answer.get("peer").asText(), ticket);
  }

  /** Opens a socket to the door of all swarms of a node at {@code base}, before it joins. */
  static SignalClient early(NodeClient node, URI base, String viewer) {
    var door = URI.create("ws://" + base.getAuthority() + "/v1/signal");
    return new SignalClient(node, viewer, door, "", "");
  }

  /** Joins, connects, says hello and is welcome. */
  public static SignalClient member(NodeClient node, String title, String viewer) {
    var client = connect(node, title, viewer);
    client.hello();
    client.take(DownMessage.Welcome.class);
    return client;
  }

  public void hello() {
    send(new UpMessage.Hello(ticket));
  }

  public void send(UpMessage message) {
    sendText(codec.encode(message));
  }

  void sendText(String message) {
    listener.socket.sendText(message, true).join();
  }

  void sendBinary(byte[] bytes) {
    listener.socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** Goes without a close frame, as a phone in a tunnel does. */
  void vanish() {
    listener.socket.abort();
  }

  public String sdp() {
    return Samples.sdp(Samples.fingerprint(viewer));
  }

  /** The next message, which must be of this type. */
  public <T extends DownMessage> T take(Class<T> type) {
    try {
      var message = decoded(listener.nextText());
      if (!type.isInstance(message)) {
        throw new AssertionError(viewer + " expected " + type.getSimpleName() + ", got " + message);
      }
      return type.cast(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Null when nothing came. */
  private DownMessage decoded(String text) {
    return switch (text == null ? null : codec.decodeDown(text)) {
      case null -> null;
      case Decoded.Message<DownMessage>(DownMessage message) -> message;
      case Decoded.Malformed<DownMessage> malformed ->
          throw new AssertionError("not a message: " + text);
    };
  }

  /** The next message, whatever it is. */
  DownMessage takeEither() {
    return take(DownMessage.class);
  }

  public boolean hasNothingWaiting() {
    return listener.hasNothingWaiting();
  }

  /** The close code, once the node has closed. */
  int closeCode() {
    return listener.closeCode();
  }

  @Override
  public void close() {
    listener.socket.abort();
  }
}
