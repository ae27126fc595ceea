package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.wire.tracker.TrackerProblem;
import io.cordwood.tracker.TrackerCounters.Count;
import io.cordwood.tracker.protocol.SwarmPolicy;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients see of a tracker over real sockets. */
@Timeout(300)
class TrackerProtocolTest {
  private static final SwarmId SWARM = Said.swarm(1);
  private static final SwarmId OTHER = Said.swarm(2);
  private static final PeerId ALICE = Said.peer(1);
  private static final PeerId BOB = Said.peer(2);
  private static final OfferId OFFER = Said.offer(1);

  @Test
  void anAnnounceIsRepliedAndItsOffersAndTheirAnswersReachTheOther() throws Exception {
    try (var rig = TrackerRig.open();
        var alice = rig.client();
        var bob = rig.client()) {
      alice.say(Said.announce(SWARM, ALICE, Said.STARTED));
      assertReply(alice.reply(), 0, 1);
      bob.say(Said.announce(SWARM, BOB, Said.SEEDING, Said.offers(OFFER)));
      assertReply(bob.reply(), 1, 1);
      var offer = alice.next("offer");
      assertRelayed(offer, BOB);
      assertThat(offer.get("offer").get("type").textValue()).isEqualTo("offer");
      assertThat(offer.get("offer").get("sdp").textValue()).isEqualTo("v=0\r\ns=-\r\nt=0 0\r\n");
      alice.say(Said.answer(SWARM, ALICE, BOB, OFFER, "x"));
      var answer = bob.next("answer");
      assertRelayed(answer, ALICE);
      assertThat(answer.get("answer").get("sdp").textValue()).isEqualTo("x");
      alice.assertSilence();
      bob.assertSilence();
    }
  }

  @Test
  void anAnswerThatNobodyWaitsForIsMetWithSilence() throws Exception {
    try (var rig = TrackerRig.open();
        var alice = rig.client();
        var bob = rig.client()) {
      alice.say(Said.announce(SWARM, ALICE));
      alice.reply();
      bob.say(Said.answer(SWARM, BOB, ALICE, OFFER, "x"), Said.announce(SWARM, BOB));
      bob.reply();
      bob.say(Said.answer(SWARM, BOB, ALICE, OFFER, "x"));
      bob.say(Said.answer(OTHER, BOB, ALICE, OFFER, "x"));
      bob.assertSilence();
      alice.assertSilence();
    }
  }

  @Test
  void aSwarmThatIsNotOnTheListIsRefusedAndScrapedAsEmpty() throws Exception {
    var policy = SwarmPolicy.allowing(() -> Set.of(SWARM));
    try (var rig =
            new TrackerRig(
                TrackerRig.config(TrackerRig.ANY, TrackerRig.ANY, TrackerRig.ANY), policy);
        var alice = rig.client()) {
      alice.say(Said.announce(OTHER, ALICE));
      var refusal = alice.next("failure reason");
      assertThat(refusal.get("failure reason").textValue())
          .isEqualTo("This tracker does not serve this torrent; use another one.");
      assertThat(refusal.get("action").textValue()).isEqualTo("announce");
      assertThat(refusal.get("info_hash").textValue()).isEqualTo(OTHER.latin1());
      assertThat(rig.count(Count.REFUSED_SWARM)).isEqualTo(1);
      assertThat(rig.tracker.swarms().names()).isEmpty();
      alice.say(Said.announce(SWARM, ALICE));
      alice.reply();
      assertCounts(alice.scraped(OTHER), 0, 0, 0);
      assertCounts(alice.scraped(SWARM), 0, 1, 0);
    }
  }

  @Test
  void aSocketHasSeveralSwarmsAndPeersAndItsEndRemovesExactlyThem() throws Exception {
    try (var rig = TrackerRig.open();
        var staying = rig.client()) {
      staying.say(Said.announce(SWARM, ALICE), Said.announce(OTHER, ALICE, Said.SEEDING));
      staying.reply();
      staying.reply();
      try (var leaving = rig.client()) {
        leaving.say(
            Said.announce(SWARM, BOB),
            Said.announce(SWARM, Said.peer(3)),
            Said.announce(OTHER, Said.peer(4), Said.SEEDING));
        assertReply(leaving.reply(), 0, 2);
        assertReply(leaving.reply(), 0, 3);
        assertReply(leaving.reply(), 2, 0);
      }
      rig.awaitPeers(SWARM, 1);
      rig.awaitPeers(OTHER, 1);
      assertCounts(staying.scraped(SWARM), 0, 1, 0);
      assertCounts(staying.scraped(OTHER), 1, 0, 0);
      staying.say(Said.announce(SWARM, ALICE, Said.offers(OFFER)));
      assertReply(staying.reply(), 0, 1);
      staying.assertSilence();
    }
  }

  @Test
  void whoStopsIsRepliedWithTheCountsWithoutIt() throws Exception {
    try (var rig = TrackerRig.open();
        var alice = rig.client();
        var bob = rig.client()) {
      bob.say(Said.announce(SWARM, BOB, Said.STOPPED));
      assertReply(bob.reply(), 0, 0);
      alice.say(Said.announce(SWARM, ALICE, ",\"event\":\"completed\""));
      assertReply(alice.reply(), 1, 0);
      bob.say(Said.announce(SWARM, BOB), Said.announce(SWARM, BOB, Said.STOPPED));
      assertReply(bob.reply(), 1, 1);
      assertReply(bob.reply(), 1, 0);
      assertCounts(bob.scraped(SWARM), 1, 0, 1);
    }
  }

  @Test
  void aScrapeOfEverythingIsRefusedAsAScrape() throws Exception {
    try (var rig = TrackerRig.open();
        var alice = rig.client()) {
      alice.say("{\"action\":\"scrape\"}");
      var refusal = alice.next("failure reason");
      assertThat(refusal.get("action").textValue()).isEqualTo("scrape");
      assertThat(refusal.has("info_hash")).isFalse();
      assertThat(refusal.get("failure reason").textValue())
          .isEqualTo("Name the info hashes that you want to know.");
      alice.say(Said.scrape(SWARM, OTHER, SWARM));
      assertThat(alice.next("files").get("files").size()).isEqualTo(2);
    }
  }

  @Test
  void aMessageThatIsNotUtf8ClosesOnlyItsOwnSocket() throws Exception {
    try (var rig = TrackerRig.open();
        var alice = rig.client();
        var bob = rig.client()) {
      alice.say(Said.announce(SWARM, ALICE));
      alice.reply();
      bob.say(Said.announce(SWARM, BOB));
      bob.reply();
      bob.socket.send(RawSocket.TEXT, true, new byte[] {'{', (byte) 0xff, '}'});
      assertThat(bob.closeCode()).isEqualTo(1007);
      assertThat(rig.count(Count.BAD_UTF8)).isEqualTo(1);
      bob.close();
      rig.awaitPeers(SWARM, 1);
      assertCounts(alice.scraped(SWARM), 0, 1, 0);
    }
  }

  @Test
  void aMessageThatCannotBeAssignedIsCountedAndMetWithSilence() throws Exception {
    try (var rig = TrackerRig.open();
        var alice = rig.client()) {
      alice.say(
          "", "null", "[]", "7", "{}", "{\"action\":\"announce\"}", "{\"x\":" + "[".repeat(500));
      alice.assertSilence();
      var protocol = rig.tracker.protocol();
      assertThat(protocol.problems(TrackerProblem.NOT_JSON)).isEqualTo(4);
      assertThat(protocol.problems(TrackerProblem.TOO_DEEP)).isEqualTo(1);
      assertThat(protocol.problems(TrackerProblem.UNKNOWN_ACTION)).isEqualTo(1);
      assertThat(protocol.problems(TrackerProblem.BAD_INFO_HASH)).isEqualTo(1);
    }
  }

  @Test
  void aMessageOfASwarmThatIsRefusedIsToldSoForThatSwarm() throws Exception {
    try (var rig = TrackerRig.open();
        var alice = rig.client()) {
      alice.say("{\"action\":\"announce\",\"info_hash\":\"" + SWARM.latin1() + "\"}");
      var refusal = alice.next("failure reason");
      assertThat(refusal.get("info_hash").textValue()).isEqualTo(SWARM.latin1());
      assertThat(refusal.get("failure reason").textValue()).startsWith("Send peer_id as");
    }
  }

  private static void assertReply(JsonNode reply, int complete, int incomplete) {
    assertThat(reply.get("action").textValue()).isEqualTo("announce");
    assertThat(reply.get("info_hash").isTextual()).isTrue();
    assertThat(reply.get("interval").isInt()).isTrue();
    assertThat(reply.get("interval").intValue()).isBetween(108, 132);
    assertThat(reply.get("complete").intValue()).as("complete").isEqualTo(complete);
    assertThat(reply.get("incomplete").intValue()).as("incomplete").isEqualTo(incomplete);
  }

  private static void assertRelayed(JsonNode message, PeerId from) {
    assertThat(message.get("action").textValue()).isEqualTo("announce");
    assertThat(message.get("info_hash").textValue()).isEqualTo(SWARM.latin1());
    assertThat(message.get("peer_id").textValue()).isEqualTo(from.latin1());
    assertThat(message.get("offer_id").textValue()).isEqualTo(OFFER.latin1());
  }

  private static void assertCounts(JsonNode counts, int complete, int incomplete, int downloaded) {
    assertThat(counts.get("complete").intValue()).isEqualTo(complete);
    assertThat(counts.get("incomplete").intValue()).isEqualTo(incomplete);
    assertThat(counts.get("downloaded").intValue()).isEqualTo(downloaded);
  }
}
