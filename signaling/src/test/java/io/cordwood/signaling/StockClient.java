package io.cordwood.signaling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.tracker.testkit.Listener;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;

/** A WebTorrent client at the tracker door, over a real WebSocket; it knows nothing of Cordwood. */
public final class StockClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PeerId peer;
  private final Listener listener;

  /** Connects to the announce address. */
  public StockClient(HttpClient http, URI announce, PeerId peer) {
    this.peer = peer;
    this.listener = new Listener(http, announce);
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
      var text = listener.nextText();
      if (text == null) {
        throw new AssertionError("The tracker says nothing more.");
      }
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The close code, once the tracker has closed. */
  public int closeCode() {
    return listener.closeCode();
  }

  /** One character a byte, as ids are in the messages. */
  public static String latin1(byte[] id) {
    return new String(id, StandardCharsets.ISO_8859_1);
  }

  private static ObjectNode message(String action, SwarmId swarm) {
    return JSON.createObjectNode().put("action", action).put("info_hash", latin1(swarm.bytes()));
  }

  private void send(ObjectNode message) {
    listener.socket.sendText(message.toString(), true).join();
  }

  @Override
  public void close() {
    listener.socket.abort();
  }
}
