package io.cordwood.bench.tracker.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private final TwoPeers two = new TwoPeers();
  private final Peer first = two.peer(0);
  private final Peer second = two.peer(2);
  private final Peer elsewhere = two.peer(1);

  @Test
  void anAnnounceIsWhatStockClientsSend() {
    var announce = two.announce(first);
    assertThat(announce.get("info_hash").asText()).hasSize(20);
    assertThat(announce.get("peer_id").asText()).hasSize(20).startsWith("-WW0208-");
    assertThat(announce.get("offers")).hasSize(5);
    for (var offer : announce.get("offers")) {
      assertThat(offer.get("offer_id").asText()).hasSize(20);
      assertThat(offer.get("offer").get("sdp").asText())
          .startsWith("v=0\r\no=- 4")
          .endsWith("a=max-message-size:262144\r\n")
          .hasSizeBetween(800, 1400);
    }
  }

  @Test
  void anOfferAndItsAnswerAreRight() {
    var offer = TwoPeers.relayed(two.announce(first), 3);
    assertThat(two.check(second, offer)).isNull();
    first.track(1).receivers[3] = second.index;
    assertThat(two.check(first, TwoPeers.relayed(two.answer(second, first, 1, 3)))).isNull();
  }

  @Test
  void aReplyHasPlausibleCountsAndAnInterval() {
    var reply = reply(120, 0, 4);
    assertThat(two.check(first, reply)).isNull();
    assertThat(two.check(first, reply(120, 0, 5))).isEqualTo("implausible counts");
    assertThat(two.check(first, reply(0, 0, 4))).contains("interval");
    assertThat(two.check(first, reply.deepCopy().put("interval", 119.5))).contains("interval");
    assertThat(two.check(elsewhere, reply)).isEqualTo("reply of another swarm");
  }

  @Test
  void onceAllHaveJoinedCountsAreExact() {
    assertThat(two.check(first, reply(120, 0, 2))).isNull();
    two.peers.allJoined();
    assertThat(two.check(first, reply(120, 0, 2))).isEqualTo("implausible counts");
    assertThat(two.check(first, reply(120, 1, 3))).isNull();
  }

  @Test
  void aDescriptionIsSeenToBeChangedInAnyPlace() {
    var offer = TwoPeers.relayed(two.announce(first), 0);
    var sdp = offer.get("offer").get("sdp").asText();
    for (var at = 0; at < sdp.length(); at += 7) {
      var changed = offer.deepCopy();
      var other = sdp.charAt(at) == '1' ? '2' : '1';
      ((ObjectNode) changed.get("offer"))
          .put("sdp", sdp.substring(0, at) + other + sdp.substring(at + 1));
      assertThat(two.check(second, changed)).isEqualTo("description was changed");
    }
    ((ObjectNode) offer.get("offer")).put("sdp", sdp + "\r\n");
    assertThat(two.check(second, offer)).isEqualTo("description was changed");
  }

  @Test
  void anotherOffersDescriptionIsWrong() {
    var announce = two.announce(first);
    var offer = TwoPeers.relayed(announce, 0);
    offer.set("offer", announce.get("offers").get(1).get("offer"));
    assertThat(two.check(second, offer)).isEqualTo("description was changed");
  }

  @Test
  void anOfferInAnotherSwarmIsWrong() {
    var offer = TwoPeers.relayed(two.announce(first), 0);
    assertThat(two.check(elsewhere, offer)).isEqualTo("message of another swarm");
    offer.set("info_hash", TwoPeers.relayed(two.announce(elsewhere), 0).get("info_hash"));
    assertThat(two.check(elsewhere, offer)).isEqualTo("peer id of another swarm");
  }

  @Test
  void anOfferOfOneselfOrOfAnotherPeerThanItSaysIsWrong() {
    var offer = TwoPeers.relayed(two.announce(first), 0);
    assertThat(two.check(first, offer)).contains("offer of another peer");
    offer.set("peer_id", two.announce(two.peer(4)).get("peer_id"));
    assertThat(two.check(second, offer)).contains("offer of another peer");
  }

  @Test
  void anOfferIdThatWasNeverSentIsWrong() {
    var offer = TwoPeers.relayed(two.announce(first), 0);
    var id = offer.get("offer_id").asText();
    assertThat(two.check(second, offer.deepCopy().put("offer_id", "?" + id.substring(1))))
        .contains("offer id");
    var next = TwoPeers.relayed(two.announce(second), 0).get("offer_id").asText();
    assertThat(
            two.check(
                second, offer.deepCopy().put("offer_id", id.substring(0, 8) + next.substring(8))))
        .isNotNull();
    assertThat(two.check(second, offer.put("offer_id", "short"))).contains("offer id");
  }

  @Test
  void anAnswerByOneWhoDidNotGetTheOfferIsWrong() {
    two.announce(first);
    first.track(1).receivers[0] = two.peer(4).index;
    var answer = TwoPeers.relayed(two.answer(second, first, 1, 0));
    assertThat(two.check(first, answer)).isEqualTo("answer by one who did not get the offer");
    assertThat(two.check(two.peer(4), answer)).isEqualTo("answer to another peer's offer");
  }

  private ObjectNode reply(int interval, int complete, int incomplete) {
    var reply = TwoPeers.JSON.createObjectNode().put("action", "announce");
    reply.put("interval", interval).put("complete", complete).put("incomplete", incomplete);
    reply.put("info_hash", JsonText.of(first.swarm.infoHash(), 0, first.swarm.infoHash().length));
    return reply;
  }
}
