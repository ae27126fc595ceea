package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;

/** The messages that clients send, well made; a case changes what it wants to be wrong. */
final class Messages {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String SDP =
      """
      v=0\r
      o=- 4611733054762223410 2 IN IP4 127.0.0.1\r
      s=-\r
      t=0 0\r
      m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r
      c=IN IP4 0.0.0.0\r
      a=ice-ufrag:Cord\r
      a=ice-pwd:cordwoodcordwoodcordwood\r
      a=ice-options:trickle\r
      a=setup:actpass\r
      a=mid:0\r
      a=sctp-port:5000\r
      """;
  private static final int LINE = 1000;

  private Messages() {}

  static ObjectNode announce(InfoHash swarm, PeerId peer) {
    return JSON.objectNode()
        .put("action", "announce")
        .put("info_hash", swarm.text())
        .put("peer_id", peer.text())
        .put("uploaded", 0)
        .put("downloaded", 0)
        .put("left", 100);
  }

  static ObjectNode withOffers(ObjectNode announce, Collection<? extends JsonNode> offers) {
    announce.put("numwant", offers.size());
    announce.set("offers", array(offers));
    return announce;
  }

  static ObjectNode offer(OfferId id) {
    return offer(id, SDP);
  }

  static ObjectNode offer(OfferId id, String sdp) {
    var offer = JSON.objectNode().put("offer_id", id.text());
    offer.set("offer", description("offer", sdp));
    return offer;
  }

  static ObjectNode answer(InfoHash swarm, PeerId from, PeerId to, OfferId offer) {
    var answer =
        JSON.objectNode()
            .put("action", "announce")
            .put("info_hash", swarm.text())
            .put("peer_id", from.text())
            .put("to_peer_id", to.text())
            .put("offer_id", offer.text());
    answer.set("answer", description("answer", SDP));
    return answer;
  }

  static ObjectNode description(String type, String sdp) {
    return JSON.objectNode().put("type", type).put("sdp", sdp);
  }

  static ObjectNode scrape(JsonNode hashes) {
    var scrape = JSON.objectNode().put("action", "scrape");
    scrape.set("info_hash", hashes);
    return scrape;
  }

  static ObjectNode scrape(InfoHash swarm) {
    return scrape(JSON.textNode(swarm.text()));
  }

  static ObjectNode scrape(List<InfoHash> swarms) {
    return scrape(array(swarms.stream().map(s -> JSON.textNode(s.text())).toList()));
  }

  /** A description's text of about this length in bytes, with no candidate. */
  static String longSdp(int bytes) {
    var line = "a=x-filler:" + "x".repeat(LINE) + "\r\n";
    return SDP + line.repeat((bytes - SDP.length()) / line.length());
  }

  private static ArrayNode array(Collection<? extends JsonNode> items) {
    return JSON.arrayNode().addAll(items);
  }
}
