package io.cordwood.signaling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebTorrent client at the tracker door, over a real WebSocket; it knows nothing of Cordwood. */
public final class StockClient implements WebSocket.Listener, AutoCloseable {
  private static final long PATIENCE_S = 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PeerId peer;
  private final BlockingQueue<JsonNode> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final WebSocket socket;

  /** Connects to the announce address. */
  public StockClient(HttpClient http, URI announce, PeerId peer) {
    this.peer = peer;
    this.socket = http.newWebSocketBuilder().buildAsync(announce, this).join();
  }

  /** Announces; the event {@code update} is any that is no other. */
  public void announce(SwarmId swarm, String event, ObjectNode... offers) {
    var message = message("announce", swarm).put("peer_id", latin1(peer.bytes()));
    message.put("uploaded", 0).put("downloaded", 0).put("left", 11_000_000);
    message.put("event", event).put("numwant", 5).putArray("offers");
    for (var offer : offers) {
      message.withArray("offers").add(offer);
    }
    send(message);
  }

  /** One offer of an announce; its id has 20 characters. */
  public static ObjectNode offer(String id, String sdp) {
    var offer = JSON.createObjectNode().put("offer_id", id);
    offer.putObject("offer").put("type", "offer").put("sdp", sdp);
    return offer;
  }

  /** Answers an offer that came. */
  public void answer(SwarmId swarm, JsonNode offer, String sdp) {
    var message = message("announce", swarm).put("peer_id", latin1(peer.bytes()));
    message.set("to_peer_id", offer.get("peer_id"));
    message.set("offer_id", offer.get("offer_id"));
    message.putObject("answer").put("type", "answer").put("sdp", sdp);
    send(message);
  }

  /** Asks for the counts of one swarm. */
  public void scrape(SwarmId swarm) {
    send(message("scrape", swarm));
  }

  /** The next message, whatever it is. */
  public JsonNode next() {
    try {
      var message = received.poll(PATIENCE_S, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("The tracker says nothing more.");
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The close code, once the tracker has closed. */
  public int closeCode() {
    return closed.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  /** One character a byte, as ids are in the messages. */
  public static String latin1(byte[] id) {
    return new String(id, StandardCharsets.ISO_8859_1);
  }

  private static ObjectNode message(String action, SwarmId swarm) {
    return JSON.createObjectNode().put("action", action).put("info_hash", latin1(swarm.bytes()));
  }

  private void send(ObjectNode message) {
    socket.sendText(message.toString(), true).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      try {
        received.add(JSON.readTree(text.toString()));
      } catch (JsonProcessingException e) {
        closed.completeExceptionally(new AssertionError("not JSON: " + text, e));
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
