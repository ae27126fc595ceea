package io.cordwood.swarm.rules;

import static io.cordwood.swarm.rules.StockRig.client;
import static io.cordwood.swarm.rules.StockRig.offerId;
import static io.cordwood.swarm.rules.StockRig.receivers;
import static io.cordwood.swarm.rules.StockRig.reply;
import static io.cordwood.swarm.rules.SwarmRig.key;
import static io.cordwood.swarm.rules.SwarmRig.peerId;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.wire.tracker.ServerMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients of the tracker door among themselves. */
class SwarmStockTest {
  private final StockRig stock = new StockRig();
  private final SwarmRig rig = stock.rig;

  @Test
  void aReplyCountsTheAnnouncerItself() {
    assertThat(reply(stock.say(client(1))))
        .isEqualTo(new ServerMessage.Announced(120, 0, 1, Optional.empty(), Optional.empty()));
    assertThat(reply(stock.say(client(2).seeding())).complete()).isEqualTo(1);
    assertThat(rig.swarm.tally()).isEqualTo(new Tally(1, 1, 0));
  }

  @Test
  void whoIsCompleteStaysComplete() {
    stock.say(client(1).completed());
    assertThat(reply(stock.say(client(1))).complete()).isEqualTo(1);
    stock.say(client(1).completed());
    assertThat(rig.swarm.tally()).isEqualTo(new Tally(1, 0, 1));
  }

  @Test
  void whoStopsIsToldTheCountsWithoutItAndIsGone() {
    stock.say(client(1));
    stock.say(client(2));
    var told = stock.say(client(2).stopped().offering(1));
    assertThat(told).hasSize(1);
    assertThat(reply(told).incomplete()).isEqualTo(1);
    assertThat(rig.swarm.has(key(2).connection())).isFalse();
  }

  @Test
  void whoStopsWithoutBeingThereIsAnsweredAndNobodyComesIn() {
    assertThat(reply(stock.say(client(1).stopped())).incomplete()).isZero();
    assertThat(rig.swarm.isEmpty()).isTrue();
  }

  @Test
  void eachOfferReachesAnother() {
    IntStream.rangeClosed(1, 4).forEach(n -> stock.say(client(n)));
    assertThat(receivers(stock.say(client(5).offering(1, 2, 3))))
        .hasSize(3)
        .doesNotHaveDuplicates()
        .doesNotContain(5);
    assertThat(receivers(stock.say(client(6).offering(1, 2, 3, 4, 5, 6, 7)))).hasSize(5);
  }

  @Test
  void noMoreOffersAreRelayedThanPeersAreWanted() {
    IntStream.rangeClosed(1, 4).forEach(n -> stock.say(client(n)));
    assertThat(receivers(stock.say(client(5).offering(1, 2, 3).wanting(1)))).hasSize(1);
    assertThat(receivers(stock.say(client(6).offering(1, 2, 3).wanting(0)))).isEmpty();
  }

  @Test
  void whoHasEverythingIsNotOfferedToOthersWhoHave() {
    stock.say(client(1).seeding());
    stock.say(client(2));
    assertThat(receivers(stock.say(client(3).seeding().offering(1, 2)))).containsExactly(2);
  }

  @Test
  void anAnswerReachesTheOffererOnceAndVerbatim() {
    stock.say(client(1));
    stock.say(client(2).offering(7));
    assertThat(stock.answer(1, 2, 7))
        .singleElement()
        .isInstanceOfSatisfying(
            Outgoing.Tell.class,
            tell -> {
              assertThat(tell.to()).isEqualTo(key(2));
              assertThat(tell.message())
                  .isInstanceOfSatisfying(
                      ServerMessage.RelayedAnswer.class,
                      answer -> {
                        assertThat(answer.from()).isEqualTo(peerId(1));
                        assertThat(answer.offer()).isEqualTo(offerId(7));
                      });
            });
    assertThat(stock.answer(1, 2, 7)).isEmpty();
  }

  @Test
  void anAnswerNobodyWaitsForIsCountedAndMetWithSilence() {
    stock.say(client(1));
    stock.say(client(2).offering(7));
    stock.say(client(3));
    assertThat(stock.answer(1, 2, 8)).as("never made").isEmpty();
    assertThat(stock.answer(3, 2, 7)).as("of another receiver").isEmpty();
    assertThat(stock.answer(1, 3, 7)).as("to another offerer").isEmpty();
    assertThat(stock.answer(1, 9, 7)).as("to nobody").isEmpty();
    assertThat(rig.counters.get(SwarmCount.NOT_INTRODUCED)).isEqualTo(4);
    assertThat(stock.answer(9, 2, 7)).as("of nobody").isEmpty();
    assertThat(rig.counters.get(SwarmCount.UNKNOWN_PEER)).isEqualTo(1);
  }

  @Test
  void anAnswerAfterTheOffersTimeIsNotRelayed() {
    stock.say(client(1));
    stock.say(client(2).offering(7));
    rig.later(Duration.ofSeconds(61));
    assertThat(stock.answer(1, 2, 7)).isEmpty();
    assertThat(rig.counters.get(SwarmCount.OFFERS_EXPIRED)).isEqualTo(1);
  }

  @Test
  void anOfferSentAgainDoesNotReachTheSameClientTwice() {
    stock.say(client(1));
    stock.say(client(2).offering(7));
    assertThat(receivers(stock.say(client(2).offering(7)))).isEmpty();
    stock.say(client(3));
    assertThat(receivers(stock.say(client(2).offering(7, 8)))).contains(3);
  }

  @Test
  void whoNeverAnswersIsOfferedLess() {
    var silent = IntStream.rangeClosed(1, 40).boxed().toList();
    silent.forEach(n -> stock.say(client(n)));
    int offer = 0;
    for (int round = 0; round < 200; round++) {
      stock.say(client(50).offering(++offer, ++offer, ++offer, ++offer, ++offer));
    }
    for (var peer : silent) {
      assertThat(rig.swarm.offersWaiting(key(peer)))
          .isLessThanOrEqualTo(TrackerRules.defaults().maxOffersWaiting());
    }
  }

  @Test
  void onePeerCollectsOnlySoManyAddressesAnHour() {
    IntStream.rangeClosed(1, 60).forEach(n -> stock.say(client(n)));
    int relayed = 0;
    for (int round = 0; round < 400; round++) {
      rig.now = rig.now.plusSeconds(1);
      int offer = 10_000 + 5 * round;
      var receivers =
          receivers(
              stock.say(client(99).offering(offer, offer + 1, offer + 2, offer + 3, offer + 4)));
      relayed += receivers.size();
      for (int i = 0; i < receivers.size(); i++) {
        stock.answer(receivers.get(i), 99, offer + i);
      }
    }
    assertThat(relayed).isEqualTo(TrackerRules.defaults().offersPerHour());
    rig.now = rig.now.plus(Duration.ofHours(1));
    assertThat(receivers(stock.say(client(99).offering(1)))).hasSize(1);
  }

  @Test
  void whoWasMetComesLast() {
    IntStream.rangeClosed(1, 6).forEach(n -> stock.say(client(n)));
    for (int i = 1; i <= 3; i++) {
      int met = receivers(stock.say(client(9).offering(i))).getFirst();
      stock.answer(met, 9, i);
      int next = receivers(stock.say(client(9).offering(10 + i))).getFirst();
      assertThat(next).isNotEqualTo(met);
      stock.answer(next, 9, 10 + i);
    }
  }

  @Test
  void anIdInUseIsKeptByItsConnectionWhichIsAskedWhetherItLives() {
    stock.say(client(1));
    var told = stock.say(client(key(2, 1)));
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).isEqualTo(new Outgoing.Probe(key(1)));
    assertThat(((Outgoing.Tell) told.get(1)).message()).isInstanceOf(ServerMessage.Failed.class);
    assertThat(rig.swarm.tally().incomplete()).isEqualTo(1);
    assertThat(rig.swarm.has(key(2).connection())).isFalse();
  }

  @Test
  void whoClaimedAnIdGetsItWhenTheConnectionThatHeldItIsFoundDead() {
    stock.say(client(1));
    stock.say(client(key(2, 1)));
    var told = rig.apply(new Event.ConnectionClosed(key(1).connection()));
    assertThat(told.getFirst().to()).isEqualTo(key(2, 1));
    assertThat(reply(told).incomplete()).isEqualTo(1);
    assertThat(rig.swarm.has(key(2).connection())).isTrue();
  }

  @Test
  void aClaimEndsWithItsConnectionAndWithItsTime() {
    stock.say(client(1));
    stock.say(client(key(2, 1)));
    rig.apply(new Event.ConnectionClosed(key(2).connection()));
    assertThat(rig.apply(new Event.ConnectionClosed(key(1).connection()))).isEmpty();

    stock.say(client(1));
    stock.say(client(key(2, 1)));
    rig.later(Duration.ofSeconds(31));
    assertThat(rig.apply(new Event.ConnectionClosed(key(1).connection()))).isEmpty();
  }

  @Test
  void theSameClientOnAnotherConnectionIsKnownByItsToken() {
    stock.say(client(1));
    assertThat(reply(stock.say(client(key(2, 1)).withItsToken())).incomplete()).isEqualTo(1);
    assertThat(rig.swarm.has(key(1).connection())).isFalse();
    assertThat(rig.swarm.has(key(2).connection())).isTrue();
  }

  @Test
  void anothersStoppedRemovesNobody() {
    stock.say(client(1));
    assertThat(reply(stock.say(client(key(2, 1)).stopped())).incomplete()).isEqualTo(1);
    rig.apply(new Event.ConnectionClosed(key(2).connection()));
    assertThat(rig.swarm.tally().incomplete()).isEqualTo(1);
  }

  @Test
  void aCloseRemovesWhatTheConnectionOwnedAndNothingElse() {
    stock.say(client(key(1, 1)));
    stock.say(client(key(1, 2)).seeding());
    stock.say(client(key(2, 3)));
    rig.apply(new Event.ConnectionClosed(key(1).connection()));
    assertThat(rig.swarm.tally()).isEqualTo(new Tally(0, 1, 0));
  }

  @Test
  void whoDoesNotAnnounceForTwoIntervalsAndAHalfIsGone() {
    stock.say(client(1));
    rig.later(Duration.ofSeconds(240));
    stock.say(client(2));
    assertThat(rig.swarm.tally().incomplete()).isEqualTo(2);
    rig.later(Duration.ofSeconds(61));
    assertThat(rig.swarm.tally().incomplete()).isEqualTo(1);
    assertThat(rig.counters.get(SwarmCount.EXPIRED)).isEqualTo(1);
  }

  @Test
  void oneConnectionHasFewPeersInASwarm() {
    for (int peer = 1; peer <= 4; peer++) {
      stock.say(client(key(1, peer)));
    }
    var told = stock.say(client(key(1, 5)));
    assertThat(((Outgoing.Tell) told.getFirst()).message())
        .isEqualTo(new ServerMessage.Failed("Use fewer peer ids on one connection."));
    assertThat(rig.swarm.tally().incomplete()).isEqualTo(4);
  }
}
