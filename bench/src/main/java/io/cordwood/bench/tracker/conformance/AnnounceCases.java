package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;

/** Replies to announces, and whom a tracker counts as what. */
final class AnnounceCases {
  private AnnounceCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("ANN-1", "a reply is whole and counts the announcer", AnnounceCases::whole),
        Case.of("ANN-2", "every known event, or none, is an announce", AnnounceCases::events),
        Case.of("ANN-3", "an unknown event is an update", AnnounceCases::unknownEvent),
        Case.of("ANN-4", "left null, negative, fractional, absent: leecher", AnnounceCases::left),
        Case.of("ANN-5", "left 0 and \"0\": seeder", AnnounceCases::leftNothing),
        Case.of("ANN-6", "numwant bounds the offers, and may be missing", AnnounceCases::numwant),
        Case.of("ANN-7", "who completed stays a seeder", AnnounceCases::staysSeeder),
        Case.of("ANN-8", "completed makes a seeder, whatever is left", AnnounceCases::completed),
        Case.of("ANN-9", "stopped is answered, counts after removal", AnnounceCases::stopped),
        Case.of("ANN-10", "stopped of an unknown peer creates nobody", AnnounceCases::stranger),
        Case.of("ANN-11", "announcing again counts once, and may seed", AnnounceCases::again),
        Case.of("ANN-12", "a bad peer_id is a failure with info_hash", AnnounceCases::badPeerId));
  }

  private static void whole(Stage stage) throws IOException {
    var leecher = stage.peer(InfoHash.fresh());
    var least = leecher.announcement().retain("action", "info_hash", "peer_id");
    Read.counts(leecher.announce(least)).mustBe(0, 1);
    stage.peer(leecher.swarm()).seed().mustBe(1, 1);
  }

  private static void events(Stage stage) throws IOException {
    stage.each(
        Form.json(
            Form.ABSENT,
            "null",
            "\"\"",
            "\"started\"",
            "\"update\"",
            "\"paused\"",
            "\"empty\"",
            "\"completed\""),
        event -> {
          var peer = stage.leecher(InfoHash.fresh());
          var counts = Read.counts(peer.announce(Form.put(peer.announcement(), "event", event)));
          if (counts.complete() + counts.incomplete() != 1) {
            throw new Mismatch(counts.toString());
          }
        });
  }

  private static void unknownEvent(Stage stage) throws IOException {
    var peer = stage.leecher(InfoHash.fresh());
    Read.counts(peer.announce(peer.announcement("resting"))).mustBe(0, 1);
  }

  private static void left(Stage stage) throws IOException {
    stage.each(
        Form.json(Form.ABSENT, "null", "-1", "1.5", "1e300", "5", "\"5\""),
        left -> {
          var peer = stage.peer(InfoHash.fresh());
          Read.counts(peer.announce(Form.put(peer.announcement("started"), "left", left)))
              .mustBe(0, 1);
        });
  }

  private static void leftNothing(Stage stage) throws IOException {
    stage.each(
        Form.json("0", "\"0\""),
        left -> {
          var peer = stage.peer(InfoHash.fresh());
          Read.counts(peer.announce(Form.put(peer.announcement("started"), "left", left)))
              .mustBe(1, 0);
        });
  }

  private static void numwant(Stage stage) throws IOException {
    stage.each(Form.json(Form.ABSENT), numwant -> offersRelayed(stage, numwant, 3));
    stage.each(Form.json("null", "\"3\"", "-1", "1.5", "50"), n -> onlyServed(stage, n));
    stage.each(Form.json("1"), numwant -> offersRelayed(stage, numwant, 1));
  }

  private static void offersRelayed(Stage stage, JsonNode numwant, int expected)
      throws IOException {
    var offers = announceThree(stage, numwant).total();
    if (offers != expected) {
      throw new Mismatch("%d of 3 offers relayed, not %d".formatted(offers, expected));
    }
  }

  private static void onlyServed(Stage stage, JsonNode numwant) throws IOException {
    announceThree(stage, numwant);
  }

  private static Relayed announceThree(Stage stage, JsonNode numwant) throws IOException {
    var offerer = stage.leecher(InfoHash.fresh());
    var others = stage.leechers(offerer.swarm(), 3);
    var announce = Messages.withOffers(offerer.announcement(), Relayed.offers(3));
    offerer.announce(Form.put(announce, "numwant", numwant));
    return Relayed.after(offerer, others);
  }

  private static void staysSeeder(Stage stage) throws IOException {
    var peer = stage.leecher(InfoHash.fresh());
    Read.counts(peer.announce(peer.announcement("completed").put("left", 0))).mustBe(1, 0);
    Read.counts(peer.announce(peer.announcement().put("left", 5))).mustBe(1, 0);
  }

  private static void completed(Stage stage) throws IOException {
    stage.each(
        List.of(Form.of("a known peer", true), Form.of("an unknown peer", false)),
        known -> {
          var peer = known ? stage.leecher(InfoHash.fresh()) : stage.peer(InfoHash.fresh());
          Read.counts(peer.announce(peer.announcement("completed").put("left", 5))).mustBe(1, 0);
        });
  }

  private static void stopped(Stage stage) throws IOException {
    var peer = stage.leecher(InfoHash.fresh());
    var other = stage.leecher(peer.swarm());
    Read.counts(peer.announce(peer.announcement("stopped"))).mustBe(0, 1);
    other.scrape().mustBe(0, 1);
  }

  private static void stranger(Stage stage) throws IOException {
    var nobody = stage.peer(InfoHash.fresh());
    Read.counts(nobody.announce(nobody.announcement("stopped"))).mustBe(0, 0);
    var member = stage.leecher(InfoHash.fresh());
    var stranger = stage.peer(member.swarm());
    Read.counts(stranger.announce(stranger.announcement("stopped"))).mustBe(0, 1);
    member.scrape().mustBe(0, 1);
  }

  private static void again(Stage stage) throws IOException {
    var peer = stage.leecher(InfoHash.fresh());
    peer.join().mustBe(0, 1);
    Read.counts(peer.announce(peer.announcement())).mustBe(0, 1);
    Read.counts(peer.announce(peer.announcement().put("left", 0))).mustBe(1, 0);
  }

  private static void badPeerId(Stage stage) throws IOException {
    stage.each(
        Form.json(
            Form.ABSENT,
            "null",
            "5",
            "\"nineteen-characters\"",
            "\"twenty-one-characters\"",
            "\"" + "\u4e2d".repeat(20) + "\""),
        peerId -> {
          var member = stage.leecher(InfoHash.fresh());
          var failure = member.answerTo(Form.put(member.announcement(), "peer_id", peerId));
          if (!Read.isFailure(failure)) {
            throw new Mismatch("it was served: " + Read.brief(failure));
          }
          member.scrape().mustBe(0, 1);
        });
  }
}
