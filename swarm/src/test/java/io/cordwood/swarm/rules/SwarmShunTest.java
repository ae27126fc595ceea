package io.cordwood.swarm.rules;

import static io.cordwood.swarm.rules.StockRig.client;
import static io.cordwood.swarm.rules.SwarmRig.met;
import static io.cordwood.swarm.rules.SwarmRig.peerId;
import static io.cordwood.swarm.rules.SwarmRig.profile;
import static io.cordwood.swarm.rules.SwarmRig.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.wire.tracker.ServerMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whom nobody meets any more, since it sends wrong bytes; and who cannot be made such a one. */
class SwarmShunTest {
  private static final int NEWCOMER = 50;
  private static final int CONNECTED = 6;

  private final SwarmRig rig = new SwarmRig();

  @Test
  void whomMostOfItsNeighboursAccuseMeetsNobodyWhetherItAsksOrIsAskedFor() {
    allMeet(6);
    accuse(1, 2, 3, 4);
    assertThat(whomANewcomerMeets()).isNotEmpty().doesNotContain(1);
    assertThat(met(rig.want(1, 6))).isEmpty();
    assertThat(rig.later(rig.config.topUpEvery()).stream().filter(out -> isTo(1, out))).isEmpty();
  }

  @Test
  void twoAccusersAreNotEnough() {
    allMeet(4);
    accuse(1, 2, 3);
    assertThat(whomANewcomerMeets()).contains(1);
  }

  @Test
  void aFewWhoAgreeCannotShutOutWhomTheOthersKeep() {
    allMeet(10);
    accuse(1, 2, 3, 4);
    assertThat(whomANewcomerMeets()).contains(1);
    rig.leave(NEWCOMER);
    rig.join(NEWCOMER + 1);
    var told = new ArrayList<>(rig.later(rig.config.introductionLifetime().plusSeconds(1)));
    for (int i = 0; i < 4; i++) {
      rig.report(1, state(CONNECTED, List.of(), List.of()));
      told.addAll(rig.later(rig.config.topUpEvery()));
      told.addAll(rig.want(1, 6));
    }
    assertThat(told).anyMatch(out -> isTo(1, out));
  }

  @Test
  void friendsOfOneNetworkDoNotOutweighTheAccusers() {
    join(1, 1);
    IntStream.rangeClosed(2, 9).forEach(friend -> join(friend, 77));
    IntStream.rangeClosed(10, 12).forEach(accuser -> join(accuser, accuser));
    accuse(1, 10, 11, 12);
    assertThat(whomANewcomerMeets()).isNotEmpty().doesNotContain(1);
  }

  @Test
  void theViewersOfOneNetworkAreOneAccuser() {
    join(1, 1);
    IntStream.rangeClosed(2, 5).forEach(accuser -> join(accuser, 77));
    accuse(1, 2, 3, 4, 5);
    assertThat(whomANewcomerMeets()).contains(1);
  }

  @Test
  void whoIsAccusedItselfIsBelievedLess() {
    allMeet(9);
    accuse(2, 5, 6, 7);
    accuse(3, 5, 6, 7);
    accuse(4, 5, 6, 7);
    IntStream.rangeClosed(5, 9).forEach(rig::leave);
    accuse(1, 2, 3, 4);
    assertThat(whomANewcomerMeets()).contains(1);
  }

  @Test
  void anAccusationIsForgottenAfterAnHour() {
    allMeet(4);
    accuse(1, 2, 3, 4);
    assertThat(whomANewcomerMeets()).doesNotContain(1);
    rig.leave(NEWCOMER);
    rig.now = rig.now.plus(rig.config.liarCoolDown());
    rig.report(1, state(0, List.of(), List.of()));
    assertThat(whomANewcomerMeets()).contains(1);
  }

  @Test
  void offersBetweenStockClientsPassByWhomViewersAccuse() {
    var stock = new StockRig();
    stock.say(client(1));
    for (int viewer = 2; viewer <= 5; viewer++) {
      linkWithStock(stock, viewer);
    }
    assertThat(StockRig.receivers(stock.say(client(7).offering(1, 2, 3, 4, 5, 6))))
        .containsExactly(1);
    for (int accuser = 2; accuser <= 4; accuser++) {
      stock.rig.report(accuser, state(CONNECTED, List.of(), List.of(peerId(1))));
    }
    assertThat(StockRig.receivers(stock.say(client(8).offering(7, 8, 9, 10, 11, 12))))
        .containsExactly(7);
    var own = stock.say(client(1).offering(13, 14, 15));
    assertThat(StockRig.reply(own).incomplete()).isPositive();
    assertThat(own).hasSize(1);
  }

  private static void linkWithStock(StockRig stock, int viewer) {
    var joined = stock.rig.join(viewer, profile(viewer, new NetworkPlace(viewer, viewer)));
    var introduction =
        SwarmRig.introductions(joined).stream()
            .filter(introduce -> introduce.peer().equals(peerId(1)))
            .findFirst()
            .orElseThrow();
    var relayed =
        StockRig.told(
            stock.rig.offer(viewer, introduction.introduction()), ServerMessage.RelayedOffer.class);
    stock.answer(SwarmRig.key(1), viewer, relayed.offer());
  }

  /** Everybody is linked with everybody, each in a network of its own. */
  private void allMeet(int count) {
    IntStream.rangeClosed(1, count).forEach(number -> join(number, number));
  }

  private void join(int number, int prefix) {
    rig.link(rig.join(number, profile(number, new NetworkPlace(number, prefix))));
    rig.link(rig.want(number, 6));
  }

  private void accuse(int accused, int... accusers) {
    for (int accuser : accusers) {
      rig.report(accuser, state(CONNECTED, List.of(), List.of(peerId(accused))));
    }
  }

  /** With all that it asks for in a while. */
  private Set<Integer> whomANewcomerMeets() {
    var found = new HashSet<Integer>();
    var introduced = rig.join(NEWCOMER);
    for (int i = 0; i < 4; i++) {
      found.addAll(met(introduced));
      rig.link(introduced);
      rig.now = rig.now.plus(rig.config.wantEvery());
      introduced = rig.want(NEWCOMER, 6);
    }
    return found;
  }

  private static boolean isTo(int number, Outgoing out) {
    return SwarmRig.number(out.to().peer()) == number
        && !SwarmRig.introductions(List.of(out)).isEmpty();
  }
}
