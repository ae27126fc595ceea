package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;

/** Where offers go, and which are not passed on. */
final class OfferCases {
  private static final int CROWD = 40;
  private static final int LEAST_CAP = 5;
  private static final int MOST_CAP = 20;
  private static final int KIB = 1024;

  private OfferCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("OFF-1", "each offer reaches one peer, as it was made", OfferCases::onePerPeer),
        Case.of("OFF-2", "an offer never comes back to its offerer", OfferCases::neverToSelf),
        Case.of("OFF-3", "one announce brings 5 to 20 offers at most", OfferCases::cap),
        Case.of("OFF-4", "more offers than peers: one for each peer", OfferCases::fewPeers),
        Case.of("OFF-5", "more peers than offers: every offer arrives", OfferCases::manyPeers),
        Case.of("OFF-6", "offers null, empty or absent is an announce", OfferCases::noOffers),
        Case.of("OFF-7", "a bad offer is dropped alone, with a warning", OfferCases::badItems),
        Case.of("OFF-8", "so is an offer with a bad offer_id", OfferCases::badOfferIds),
        Case.of("OFF-9", "an SDP of 60 KiB arrives, one above 64 does not", OfferCases::bigSdp),
        Case.of("OFF-10", "offers in stopped are not relayed", OfferCases::stopped),
        Case.of("OFF-11", "an offer_id twice in an announce goes once", OfferCases::duplicate),
        Case.of("OFF-12", "policy: a seeder's offer to a seeder", OfferCases::seeders));
  }

  private static void onePerPeer(Stage stage) throws IOException {
    var offerer = stage.leecher(InfoHash.fresh());
    var others = stage.leechers(offerer.swarm(), 5);
    var sent = offerer.offer(5);
    var heard = new HashSet<OfferId>();
    for (var other : others) {
      var offer = other.awaitOffer();
      faithful(offer, offerer);
      heard.add(Read.offerId(offer));
    }
    Relayed.after(offerer, others).mustBe(List.of());
    relays(5, sent, new Relayed(List.of(List.copyOf(heard))));
  }

  private static void faithful(JsonNode relayed, SwarmPeer offerer) {
    var sent = Messages.offer(Read.offerId(relayed));
    if (!relayed.path("offer").equals(sent.get("offer"))
        || !Read.peerId(relayed).equals(offerer.id())
        || !relayed.path("info_hash").asText().equals(offerer.swarm().text())) {
      throw new Mismatch("the offer came as " + Read.brief(relayed));
    }
  }

  private static void neverToSelf(Stage stage) throws IOException {
    var alone = stage.leecher(InfoHash.fresh());
    alone.offer(3);
    Relayed.after(alone, List.of());
    var two = stage.leecher(alone.swarm());
    two.offer(3);
    Relayed.after(two, List.of());
  }

  private static void cap(Stage stage) throws IOException {
    var offerer = stage.leecher(InfoHash.fresh());
    var others = stage.leechers(offerer.swarm(), CROWD);
    offerer.offer(CROWD);
    var total = Relayed.after(offerer, others).oneEach().total();
    if (total < LEAST_CAP || total > MOST_CAP) {
      throw new Mismatch(total + " of " + CROWD + " offers were relayed");
    }
    stage.note(total + " relayed");
  }

  private static void fewPeers(Stage stage) throws IOException {
    var offerer = stage.leecher(InfoHash.fresh());
    var others = stage.leechers(offerer.swarm(), 2);
    var sent = offerer.offer(5);
    relays(2, sent, Relayed.after(offerer, others).oneEach());
  }

  private static void manyPeers(Stage stage) throws IOException {
    var offerer = stage.leecher(InfoHash.fresh());
    var others = stage.leechers(offerer.swarm(), 5);
    var sent = offerer.offer(2);
    relays(2, sent, Relayed.after(offerer, others).oneEach());
  }

  private static void relays(int count, List<OfferId> sent, Relayed relayed) {
    if (relayed.total() != count || !sent.containsAll(relayed.ids())) {
      throw new Mismatch(relayed.total() + " offers came, not " + count);
    }
  }

  private static void noOffers(Stage stage) throws IOException {
    stage.each(
        Form.json("null", "[]", Form.ABSENT),
        offers -> {
          var peer = stage.leecher(InfoHash.fresh());
          var other = stage.leecher(peer.swarm());
          peer.announce(Form.put(peer.announcement().put("numwant", 5), "offers", offers));
          Relayed.after(peer, List.of(other)).mustBe(List.of());
        });
  }

  private static void badItems(Stage stage) throws IOException {
    stage.each(
        Form.json(
            "{}",
            "5",
            "\"offer\"",
            "[]",
            "{\"offer_id\":\"abcdefghijklmnopqrst\"}",
            "{\"offer_id\":\"abcdefghijklmnopqrst\",\"offer\":\"v=0\"}",
            "{\"offer_id\":\"abcdefghijklmnopqrst\",\"offer\":{\"type\":\"offer\"}}",
            "{\"offer_id\":\"abcdefghijklmnopqrst\",\"offer\":{\"type\":\"offer\",\"sdp\":5}}"),
        item -> droppedAlone(stage, item));
  }

  private static void badOfferIds(Stage stage) throws IOException {
    stage.each(
        Form.json(
            Form.ABSENT,
            "null",
            "5",
            "\"nineteen-characters\"",
            "\"twenty-one-characters\"",
            "\"" + "\u4e2d".repeat(20) + "\""),
        id -> droppedAlone(stage, Form.put(Messages.offer(OfferId.fresh()), "offer_id", id)));
  }

  /** A bad offer between two good ones: the good ones arrive, and the reply has a warning. */
  static void droppedAlone(Stage stage, JsonNode bad) throws IOException {
    var offerer = stage.leecher(InfoHash.fresh());
    var others = stage.leechers(offerer.swarm(), 3);
    var good = List.of(OfferId.fresh(), OfferId.fresh());
    var offers = List.of(Messages.offer(good.getFirst()), bad, Messages.offer(good.getLast()));
    var reply = offerer.offer(offers);
    Relayed.after(offerer, others).mustBe(good);
    if (!reply.path("warning message").isTextual()) {
      throw new Mismatch("no warning message");
    }
  }

  private static void bigSdp(Stage stage) throws IOException {
    stage.each(
        List.of(
            Form.of("60 KiB", List.of(60)),
            Form.of("two in a message of 120 KiB", List.of(59, 60))),
        sizes -> sizesArrive(stage, sizes, true));
    stage.each(List.of(Form.of("70 KiB", List.of(70))), sizes -> sizesArrive(stage, sizes, false));
  }

  private static void sizesArrive(Stage stage, List<Integer> kib, boolean arrive)
      throws IOException {
    var offerer = stage.leecher(InfoHash.fresh());
    var others = stage.leechers(offerer.swarm(), kib.size());
    var offers = kib.stream().map(OfferCases::offerOf).toList();
    offerer.socket().send(Messages.withOffers(offerer.announcement(), offers));
    Relayed.after(offerer, others)
        .mustBe(arrive ? offers.stream().map(Read::offerId).toList() : List.of());
  }

  private static ObjectNode offerOf(int kib) {
    return Messages.offer(OfferId.fresh(), Messages.longSdp(kib * KIB));
  }

  private static void stopped(Stage stage) throws IOException {
    var peer = stage.leecher(InfoHash.fresh());
    var other = stage.leecher(peer.swarm());
    peer.announce(Messages.withOffers(peer.announcement("stopped"), Relayed.offers(1)));
    Relayed.after(peer, List.of(other)).mustBe(List.of());
  }

  private static void duplicate(Stage stage) throws IOException {
    var offerer = stage.leecher(InfoHash.fresh());
    var others = stage.leechers(offerer.swarm(), 3);
    var twice = OfferId.fresh();
    var once = OfferId.fresh();
    offerer.offer(List.of(Messages.offer(twice), Messages.offer(twice), Messages.offer(once)));
    Relayed.after(offerer, others).mustBe(List.of(twice, once));
  }

  private static void seeders(Stage stage) throws IOException {
    var offerer = stage.seeder(InfoHash.fresh());
    var other = stage.seeder(offerer.swarm());
    var offers = Messages.withOffers(offerer.announcement().put("left", 0), Relayed.offers(1));
    offerer.announce(offers);
    var relayed = Relayed.after(offerer, List.of(other)).total() > 0;
    stage.note(relayed ? "it is relayed" : "it is not relayed");
  }
}
