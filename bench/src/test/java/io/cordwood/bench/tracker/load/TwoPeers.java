package io.cordwood.bench.tracker.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** A few peers in two swarms without sockets, and what a right tracker would send them. */
final class TwoPeers {
  static final ObjectMapper JSON = new ObjectMapper();

  final Peers peers = new Peers(8, 2);
  final Checker checker = new Checker(peers);

  /** In one swarm: 0, 2, 4, 6; in the other: the odd ones. */
  TwoPeers() {
    for (var i = 0; i < 8; i++) {
      peers.add(new Link(null));
    }
  }

  Peer peer(int index) {
    return peers.get(index);
  }

  /** The next announce of a peer, as a server reads it. */
  JsonNode announce(Peer peer) {
    var announce = new Announce(peer.index % Sdp.VARIANTS);
    var frame = new byte[announce.length()];
    announce.write(peer, peer.announce(0).number, frame, 0);
    return parse(Unmasked.text(frame, 0));
  }

  /** An answer, as a server reads it. */
  JsonNode answer(Peer from, Peer offerer, long announce, int offer) {
    var answer = new Answer(from.index % Sdp.VARIANTS);
    var frame = new byte[answer.length()];
    answer.write(from, offerer, announce, offer, frame, 0);
    return parse(Unmasked.text(frame, 0));
  }

  /** What a tracker makes of an offer. */
  static ObjectNode relayed(JsonNode announce, int offer) {
    var relayed = JSON.createObjectNode().put("action", "announce");
    relayed.setAll((ObjectNode) announce.get("offers").get(offer));
    relayed.set("peer_id", announce.get("peer_id"));
    relayed.set("info_hash", announce.get("info_hash"));
    return relayed;
  }

  /** What a tracker makes of an answer. */
  static ObjectNode relayed(JsonNode answer) {
    var relayed = answer.<ObjectNode>deepCopy();
    relayed.remove("to_peer_id");
    return relayed;
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  /** What is wrong with it for this peer, null when nothing is. */
  String check(Peer to, JsonNode message) {
    var bytes = message.toString().getBytes(StandardCharsets.UTF_8);
    var read = new MessageReader().read(bytes, 0, bytes.length);
    return switch (read.kind) {
      case REPLY -> checker.reply(to, bytes, read);
      case OFFER -> checker.offer(to, bytes, read);
      case ANSWER -> checker.answer(to, bytes, read);
      case FAILURE, NONE -> "neither";
    };
  }
}
