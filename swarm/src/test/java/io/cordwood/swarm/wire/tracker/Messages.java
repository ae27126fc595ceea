package io.cordwood.swarm.wire.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.nio.charset.StandardCharsets;

/** Writes clients' messages for tests, and reads them. */
final class Messages {
  static final String SWARM_TEXT = "abcdefghij0123456789";
  static final String PEER_TEXT = "-WW0203-abcdefghijkl";
  static final SwarmId SWARM = SwarmId.ofLatin1(SWARM_TEXT);
  static final PeerId PEER = PeerId.ofLatin1(PEER_TEXT);
  static final String GOOD_LINE =
      "a=candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 0.0.0.0 rport 0";

  private static final TrackerCodec CODEC = new TrackerCodec();

  private Messages() {}

  /** An announce with these members more, each with its comma before it. */
  static String announce(String more) {
    return "{\"action\":\"announce\",\"info_hash\":\""
        + SWARM_TEXT
        + "\",\"peer_id\":\""
        + PEER_TEXT
        + "\""
        + more
        + "}";
  }

  static String offers(String... items) {
    return announce(",\"offers\":[" + String.join(",", items) + "]");
  }

  static String offer(String id, String sdpJson) {
    return "{\"offer\":{\"type\":\"offer\",\"sdp\":\""
        + sdpJson
        + "\"},\"offer_id\":\""
        + id
        + "\"}";
  }

  /** The {@code i}-th of many offer ids. */
  static String offerId(int i) {
    return "offer-%014d".formatted(i);
  }

  static String answer(String more) {
    return announce(
        ",\"to_peer_id\":\"ttttttttttttttttttt1\",\"offer_id\":\"ooooooooooooooooooo1\"" + more);
  }

  /** What is relayed of a description. */
  static String json(TrackerDescription description) {
    var copy = new byte[description.lengthBytes()];
    assertThat(description.copyTo(copy, 0)).isEqualTo(copy.length);
    return new String(copy, StandardCharsets.UTF_8);
  }

  static TrackerDecoded decode(String json) {
    return decode(json.getBytes(StandardCharsets.UTF_8));
  }

  static TrackerDecoded decode(byte[] utf8) {
    return CODEC.decode(utf8, 0, utf8.length);
  }

  static ClientMessage.Announce announced(String json) {
    return message(json, ClientMessage.Announce.class);
  }

  static <M extends ClientMessage> M message(String json, Class<M> type) {
    var decoded = decode(json);
    assertThat(decoded).as(json).isInstanceOf(TrackerDecoded.Message.class);
    var message = ((TrackerDecoded.Message) decoded).message();
    assertThat(message).as(json).isInstanceOf(type);
    return type.cast(message);
  }

  static TrackerDecoded.Refused refused(String json, TrackerProblem problem) {
    var decoded = decode(json);
    assertThat(decoded).as(json).isInstanceOf(TrackerDecoded.Refused.class);
    var refused = (TrackerDecoded.Refused) decoded;
    assertThat(refused.problem()).as(json).isEqualTo(problem);
    assertThat(refused.reason()).endsWith(".");
    return refused;
  }
}
