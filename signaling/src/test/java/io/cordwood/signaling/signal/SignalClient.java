package io.cordwood.signaling.signal;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.signaling.NodeClient;
import io.cordwood.signaling.Samples;
import io.cordwood.swarm.wire.Decoded;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.SignalCodec;
import io.cordwood.swarm.wire.UpMessage;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A viewer at the signaling door, over a real WebSocket. */
public final class SignalClient implements WebSocket.Listener, AutoCloseable {
  private static final long PATIENCE_S = 10;

  public final String viewer;
  public final String peer;
  public final String ticket;
  private final SignalCodec codec = new SignalCodec();
  private final BlockingQueue<DownMessage> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;

  private SignalClient(NodeClient node, String viewer, URI door, String peer, String ticket) {
    this.viewer = viewer;
    this.peer = peer;
    this.ticket = ticket;
    this.socket = node.http().newWebSocketBuilder().buildAsync(door, this).join();
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
    socket.sendText(message, true).join();
  }

  void sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** Goes without a close frame, as a phone in a tunnel does. */
  void vanish() {
    socket.abort();
  }

  public String sdp() {
    return Samples.sdp(Samples.fingerprint(viewer));
  }

  /** The next message, which must be of this type. */
  public <T extends DownMessage> T take(Class<T> type) {
    try {
      var message = received.poll(PATIENCE_S, TimeUnit.SECONDS);
      if (!type.isInstance(message)) {
        throw new AssertionError(viewer + " expected " + type.getSimpleName() + ", got " + message);
      }
      return type.cast(message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The next message, whatever it is. */
  DownMessage takeEither() {
    return take(DownMessage.class);
  }

  public boolean hasNothingWaiting() {
    return received.isEmpty();
  }

  /** The close code, once the node has closed. */
  int closeCode() {
    return closed.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      switch (codec.decodeDown(text.toString())) {
        case Decoded.Message<DownMessage>(DownMessage message) -> received.add(message);
        case Decoded.Malformed<DownMessage> malformed ->
            closed.completeExceptionally(new AssertionError("not a message: " + text));
      }
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.completeExceptionally(error);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
