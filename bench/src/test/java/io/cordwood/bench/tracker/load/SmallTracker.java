package io.cordwood.bench.tracker.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A tracker on a real socket whose messages pass through the test's hands: what {@code out} makes
 * of one is sent, nothing when that is null. A thread for each connection; its state under one
 * lock.
 */
final class SmallTracker implements AutoCloseable {
  private final ServerSocket server;
  private final UnaryOperator<ObjectNode> out;
  private final Map<String, List<String>> swarms = new HashMap<>();
  private final Map<String, OutputStream> peers = new HashMap<>();

  SmallTracker(UnaryOperator<ObjectNode> out) throws IOException {
    this.out = out;
    server = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      while (!line(in).isEmpty()) {}
      var head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      while (true) {
        handle(TwoPeers.parse(frame(in)), socket.getOutputStream());
      }
    } catch (IOException e) {
      // the client left
    }
  }

  private synchronized void handle(JsonNode message, OutputStream from) {
    if (message.has("answer")) {
      send(peers.get(message.get("to_peer_id").asText()), TwoPeers.relayed(message));
      return;
    }
    var peer = message.get("peer_id").asText();
    var swarm = swarms.computeIfAbsent(message.get("info_hash").asText(), h -> new ArrayList<>());
    if (peers.put(peer, from) == null) {
      swarm.add(peer);
    }
    var reply = TwoPeers.JSON.createObjectNode().put("action", "announce").put("interval", 120);
    reply.put("complete", 0).put("incomplete", swarm.size());
    send(from, reply.put("info_hash", message.get("info_hash").asText()));
    var others = swarm.stream().filter(other -> !other.equals(peer)).toList();
    for (var i = 0; i < Math.min(message.get("offers").size(), others.size()); i++) {
      send(peers.get(others.get(i)), TwoPeers.relayed(message, i));
    }
  }

  private void send(OutputStream to, ObjectNode message) {
    var sent = out.apply(message);
    if (sent != null) {
      var payload = sent.toString().getBytes(StandardCharsets.UTF_8);
      var frame = new ByteArrayOutputStream();
      frame.write(0x81);
      frame.write(payload.length < 126 ? payload.length : 126);
      if (payload.length >= 126) {
        frame.write(payload.length >> 8);
        frame.write(payload.length);
      }
      frame.writeBytes(payload);
      try {
        frame.writeTo(to);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String frame(DataInputStream in) throws IOException {
    var head = in.readNBytes(8);
    if (head.length < 8) {
      throw new IOException("end");
    }
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(head);
    frame.writeBytes(in.readNBytes((head[2] & 0xff) << 8 | head[3] & 0xff));
    return Unmasked.text(frame.toByteArray(), 0);
  }

  private static String line(DataInputStream in) throws IOException {
    var line = new StringBuilder();
    for (var c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
