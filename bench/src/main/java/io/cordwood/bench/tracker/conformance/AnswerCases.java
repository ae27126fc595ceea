package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which answers reach the offerer. */
final class AnswerCases {
  /** More than any offer lives: stock clients keep one 50 s, trystero 120 s. */
  private static final Duration OFFER_LIFE = Duration.ofSeconds(125);

  private static final Set<String> ENVELOPE =
      Set.of("action", "info_hash", "peer_id", "offer_id", "answer");

  private AnswerCases() {}

  static List<Case> all() {
    return List.of(
        Case.of("ANS-1", "an answer arrives as it was, and counts nobody", AnswerCases::relayed),
        Case.of("ANS-2", "an answer to a peer that left is silence", AnswerCases::offererLeft),
        Case.of("ANS-3", "an answer to no offer of one's own is dropped", AnswerCases::noOffer),
        Case.of("ANS-4", "an answer under another info_hash is dropped", AnswerCases::otherSwarm),
        Case.of(
            "ANS-5", "an answer of a socket outside the swarm is dropped", AnswerCases::outside),
        Case.of("ANS-6", "an answer without its fields closes nothing", AnswerCases::fields),
        Case.of("ANS-7", "a second answer to an offer is dropped", AnswerCases::second),
        Case.slow("ANS-8", "an answer long after its offer is dropped", AnswerCases::late));
  }

  /** An offerer, and an answerer who has its offer. */
  private record Pair(SwarmPeer offerer, SwarmPeer answerer, JsonNode offer) {
    static Pair meet(SwarmPeer offerer, SwarmPeer answerer) {
      offerer.offer(1);
      return new Pair(offerer, answerer, answerer.awaitOffer());
    }

    static Pair meet(Stage stage) throws IOException {
      var offerer = stage.leecher(InfoHash.fresh());
      return meet(offerer, stage.leecher(offerer.swarm()));
    }

    ObjectNode answer() {
      return answerer.answerFor(offer);
    }

    /** Sends an answer from a peer; nothing of it may arrive, and failures may come back. */
    void dropped(SwarmPeer sender, ObjectNode answer) {
      sender.socket().send(answer);
      sender.settle();
      Scene.nothing("it was relayed:", offerer.settle());
    }
  }

  private static void relayed(Stage stage) throws IOException {
    var offerer = stage.leecher(InfoHash.fresh());
    var pair = Pair.meet(offerer, stage.seeder(offerer.swarm()));
    var answer = pair.answer().put("secret", "of the envelope");
    ((ObjectNode) answer.get("answer")).put("trickle", false);
    pair.answerer().socket().send(answer);
    var came = offerer.socket().await("the answer was not relayed", Read::isAnswer);
    faithful(came, answer);
    Scene.nothing("the answerer heard", pair.answerer().settle());
    offerer.scrape().mustBe(1, 1);
  }

  private static void faithful(JsonNode came, JsonNode sent) {
    for (var field : List.of("info_hash", "peer_id", "offer_id", "answer")) {
      if (!sent.get(field).equals(came.get(field))) {
        throw new Mismatch(field + " came as " + Read.brief(came.path(field).toString()));
      }
    }
    var leaked = came.properties().stream().map(f -> f.getKey()).collect(Collectors.toSet());
    leaked.removeAll(ENVELOPE);
    if (!leaked.isEmpty()) {
      throw new Mismatch("fields of the envelope came too: " + leaked);
    }
  }

  private static void offererLeft(Stage stage) throws IOException {
    stage.each(
        List.of(Form.of("it stopped", true), Form.of("it closed", false)),
        stops -> {
          var pair = Pair.meet(stage);
          if (stops) {
            pair.offerer().announce(pair.offerer().announcement("stopped"));
          } else {
            pair.offerer().socket().close();
          }
          var answerer = pair.answerer();
          stage.awaitCounts(
              stage.patiently(TrackerSocket.PATIENCE), Counts.of(0, 1), answerer::scrape);
          answerer.socket().send(pair.answer());
          Scene.nothing("the answerer heard", answerer.settle());
          Read.counts(answerer.announce(answerer.announcement())).mustBe(0, 1);
        });
  }

  private static void noOffer(Stage stage) throws IOException {
    stage.each(
        List.of(Form.of("an offer never made", false), Form.of("another's offer", true)),
        others -> {
          var pair = Pair.meet(stage);
          var sender = others ? stage.leecher(pair.offerer().swarm()) : pair.answerer();
          var offer = others ? Read.offerId(pair.offer()) : OfferId.fresh();
          var to = pair.offerer().id();
          pair.dropped(sender, Messages.answer(sender.swarm(), sender.id(), to, offer));
        });
  }

  private static void otherSwarm(Stage stage) throws IOException {
    var pair = Pair.meet(stage);
    var answerer = pair.answerer();
    var elsewhere = new SwarmPeer(answerer.socket(), InfoHash.fresh(), answerer.id());
    elsewhere.join();
    pair.dropped(elsewhere, elsewhere.answerFor(pair.offer()));
  }

  private static void outside(Stage stage) throws IOException {
    stage.each(
        List.of(Form.of("under its own peer_id", false), Form.of("under the answerer's", true)),
        borrowed -> {
          var pair = Pair.meet(stage);
          var id = borrowed ? pair.answerer().id() : PeerId.fresh();
          var outsider = new SwarmPeer(stage.open(), pair.offerer().swarm(), id);
          pair.dropped(outsider, outsider.answerFor(pair.offer()));
          pair.offerer().scrape().mustBe(0, 2);
        });
  }

  private static void fields(Stage stage) throws IOException {
    stage.each(
        List.of(
            Form.of("no to_peer_id", "to_peer_id"),
            Form.of("no offer_id", "offer_id"),
            Form.of("no peer_id", "peer_id")),
        missing -> {
          var pair = Pair.meet(stage);
          pair.dropped(pair.answerer(), pair.answer().without(List.of(missing)));
          Read.counts(pair.answerer().announce(pair.answerer().announcement())).mustBe(0, 2);
        });
  }

  private static void second(Stage stage) throws IOException {
    var pair = Pair.meet(stage);
    pair.answerer().socket().send(pair.answer());
    pair.offerer().socket().await("the first answer was not relayed", Read::isAnswer);
    pair.dropped(pair.answerer(), pair.answer());
  }

  private static void late(Stage stage) throws IOException {
    var pair = Pair.meet(stage);
    var early = pair.offerer().socket().within(OFFER_LIFE, Read::isAnswer);
    early.ifPresent(a -> Scene.nothing("unasked:", List.of(a)));
    pair.dropped(pair.answerer(), pair.answer());
  }
}
