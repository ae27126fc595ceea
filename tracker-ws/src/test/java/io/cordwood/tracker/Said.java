package io.cordwood.tracker;

import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What clients say, as JSON. Ids are printable ASCII, so that each is written as it is. */
final class Said {
  static final String STARTED = ",\"event\":\"started\"";
  static final String STOPPED = ",\"event\":\"stopped\"";
  static final String SEEDING = ",\"left\":0";
  static final String SDP = "v=0\\r\\ns=-\\r\\nt=0 0\\r\\n";

  private Said() {}

  static SwarmId swarm(int i) {
    return SwarmId.ofLatin1("swarm-%014d".formatted(i));
  }

  static PeerId peer(int i) {
    return PeerId.ofLatin1("-WW0203-%012d".formatted(i));
  }

  static OfferId offer(int i) {
    return OfferId.ofLatin1("offer-%014d".formatted(i));
  }

  /** An announce with these members more, each with its comma before it. */
  static String announce(SwarmId swarm, PeerId peer, String... more) {
    return "{\"action\":\"announce\",\"info_hash\":\"%s\",\"peer_id\":\"%s\"%s}"
        .formatted(swarm.latin1(), peer.latin1(), String.join("", more));
  }

  static String trackerId(String token) {
    return ",\"trackerid\":\"" + token + "\"";
  }

  static String offers(OfferId... ids) {
    return offers(SDP, ids);
  }

  static String offers(String sdp, OfferId... ids) {
    return Arrays.stream(ids)
        .map(
            id ->
                "{\"offer\":{\"type\":\"offer\",\"sdp\":\"%s\"},\"offer_id\":\"%s\"}"
                    .formatted(sdp, id.latin1()))
        .collect(Collectors.joining(",", ",\"offers\":[", "]"));
  }

  static String answer(SwarmId swarm, PeerId from, PeerId to, OfferId offer, String sdp) {
    return announce(
        swarm,
        from,
        ",\"to_peer_id\":\"%s\",\"offer_id\":\"%s\",\"answer\":{\"type\":\"answer\",\"sdp\":\"%s\"}"
            .formatted(to.latin1(), offer.latin1(), sdp));
  }

  static String scrape(SwarmId... swarms) {
    return Arrays.stream(swarms)
        .map(swarm -> "\"" + swarm.latin1() + "\"")
        .collect(Collectors.joining(",", "{\"action\":\"scrape\",\"info_hash\":[", "]}"));
  }
}
