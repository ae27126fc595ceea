package io.cordwood.swarm.rules;

import static io.cordwood.swarm.rules.StockRig.client;
import static io.cordwood.swarm.rules.StockRig.offerId;
import static io.cordwood.swarm.rules.StockRig.told;
import static io.cordwood.swarm.rules.SwarmRig.introductions;
import static io.cordwood.swarm.rules.SwarmRig.key;
import static io.cordwood.swarm.rules.SwarmRig.peerId;
import static io.cordwood.swarm.rules.SwarmRig.sdp;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.tracker.ServerMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Viewers of the signaling door and clients of the tracker door in one swarm. */
class SwarmTwoDoorsTest {
  private final StockRig stock = new StockRig();
  private final SwarmRig rig = stock.rig;

  @Test
  void viewersCountAsPeersForStockClients() {
    rig.join(1);
    assertThat(StockRig.reply(stock.say(client(2))).incomplete()).isEqualTo(2);
  }

  @Test
  void aViewerIsAskedForAWholeOfferToAStockClientAndTheAnswerComesBack() {
    stock.say(client(1));
    var introduction = introductions(rig.join(2)).getFirst();
    assertThat(introduction.peer()).isEqualTo(peerId(1));
    assertThat(introduction.trickle()).isFalse();

    var relayed = told(rig.offer(2, introduction.introduction()), ServerMessage.RelayedOffer.class);
    assertThat(relayed.from()).isEqualTo(peerId(2));
    assertThat(relayed.description().sdp()).isEqualTo(sdp(2, 1).text());

    assertThat(stock.answer(key(1), 2, relayed.offer()))
        .containsExactly(
            SwarmRig.send(
                2, new DownMessage.Answer(introduction.introduction(), sdp(1, 1).text())));
    assertThat(rig.swarm.view().links()).isEqualTo(1);
  }

  @Test
  void anOfferOfAStockClientReachesAViewerAndTheAnswerComesBack() {
    rig.join(1);
    var sent = sentTo(1, stock.say(client(2).offering(7)), DownMessage.Offer.class);
    assertThat(sent.peer()).isEqualTo(peerId(2));
    assertThat(sent.trickle()).isFalse();

    var answer = told(rig.answer(1, sent.introduction()), ServerMessage.RelayedAnswer.class);
    assertThat(answer.from()).isEqualTo(peerId(1));
    assertThat(answer.offer()).isEqualTo(offerId(7));
    assertThat(rig.swarm.view().links()).isEqualTo(1);
  }

  @Test
  void candidatesAreNotTrickledToAStockClient() {
    rig.join(1);
    var sent = sentTo(1, stock.say(client(2).offering(7)), DownMessage.Offer.class);
    assertThat(rig.trickle(1, sent.introduction(), 2)).isEmpty();
    assertThat(rig.counters.get(SwarmCount.CANDIDATES_TO_STOCK)).isEqualTo(1);
  }

  @Test
  void aPairThatIsConnectedIsNotBroughtTogetherAgain() {
    rig.join(1);
    var sent = sentTo(1, stock.say(client(2).offering(7)), DownMessage.Offer.class);
    rig.answer(1, sent.introduction());
    assertThat(stock.say(client(2).offering(8))).hasSize(1);
    assertThat(introductions(rig.want(1, 5))).isEmpty();
  }

  @Test
  void aViewerIsToldWhenAStockClientLeavesBeforeItAnswers() {
    stock.say(client(1));
    var introduction = introductions(rig.join(2)).getFirst().introduction();
    rig.offer(2, introduction);
    assertThat(rig.apply(new Event.ConnectionClosed(key(1).connection())))
        .singleElement()
        .isInstanceOfSatisfying(
            Outgoing.Send.class,
            send -> assertThat(send.message()).isInstanceOf(DownMessage.Gone.class));
  }

  @Test
  void stockClientsHearNothingOfIntroductionsThatEnd() {
    rig.join(1);
    stock.say(client(2).offering(7));
    assertThat(rig.leave(1)).isEmpty();

    rig.join(3);
    stock.say(client(2).offering(8));
    assertThat(rig.later(Duration.ofSeconds(31)))
        .allSatisfy(outgoing -> assertThat(outgoing.to()).isEqualTo(key(3)));
  }

  @Test
  void aTicketsCertificateIsRequiredOfStockClientsToo() {
    rig.join(1);
    var ticketed =
        new PeerProfile(
            Door.TRACKER,
            Optional.of(SwarmRig.fingerprint(99)),
            new NetworkPlace(2, 2),
            Optional.empty(),
            false,
            true);
    assertThat(stock.say(client(2).offering(7), ticketed)).hasSize(1);
    assertThat(rig.counters.get(SwarmCount.FINGERPRINT_MISMATCH)).isEqualTo(1);
  }

  @Test
  void aStockClientCannotTakeAViewersId() {
    rig.join(1);
    assertThat(stock.say(client(key(2, 1)).withItsToken()).get(0))
        .isEqualTo(new Outgoing.Probe(key(1)));
    assertThat(rig.swarm.has(key(1).connection())).isTrue();
  }

  @Test
  void aViewerWithAllTheLinksItMayHaveGetsNoMoreOffers() {
    rig.join(1);
    for (int client = 2; client <= 60; client++) {
      for (var outgoing : stock.say(client(client).seeding().offering(client))) {
        if (outgoing instanceof Outgoing.Send(PeerKey to, DownMessage.Offer offer)) {
          rig.answer(1, offer.introduction());
        }
      }
    }
    assertThat(rig.swarm.view().links()).isEqualTo(rig.config.maxChosenDegree());
  }

  private static <M> M sentTo(int peer, List<Outgoing> outgoings, Class<M> type) {
    return outgoings.stream()
        .filter(Outgoing.Send.class::isInstance)
        .map(Outgoing.Send.class::cast)
        .filter(send -> send.to().equals(key(peer)))
        .map(send -> type.cast(send.message()))
        .findFirst()
        .orElseThrow();
  }
}
