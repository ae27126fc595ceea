package io.cordwood.swarm.rules;

import static io.cordwood.swarm.rules.SwarmRig.introductions;
import static io.cordwood.swarm.rules.SwarmRig.met;
import static io.cordwood.swarm.rules.SwarmRig.peerId;
import static io.cordwood.swarm.rules.SwarmRig.profile;
import static io.cordwood.swarm.rules.SwarmRig.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.GoneReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SwarmMatchingTest {
  private static final int SEEDS = 20;
  private final SwarmRig rig = new SwarmRig();

  @Test
  void aPairThatIsIntroducedOrLinkedIsNotIntroducedAgain() {
    rig.introducedPair();
    assertThat(rig.want(1, 5)).isEmpty();
    assertThat(rig.want(2, 5)).isEmpty();
    var linked = new SwarmRig();
    linked.linkedPair();
    linked.later(Duration.ofSeconds(31));
    assertThat(linked.want(1, 5)).isEmpty();
    assertThat(linked.want(2, 5)).isEmpty();
  }

  @Test
  void whoWantsMakesTheOffers() {
    rig.introducedPair();
    rig.join(3);
    rig.later(Duration.ofSeconds(31));
    rig.now = rig.now.plus(rig.config.pairCoolDown());
    for (int i = 1; i <= 3; i++) {
      rig.report(i, state("720p", 0, 0, 0));
    }
    var wanted = rig.want(1, 2);
    assertThat(wanted).allSatisfy(out -> assertThat(out.to()).isEqualTo(SwarmRig.key(1)));
    assertThat(met(wanted)).containsExactlyInAnyOrder(2, 3);
  }

  @Test
  void aWantTooSoonAfterTheLastIsCountedAndGivesNothing() {
    rig.join(1);
    rig.want(1, 1);
    rig.join(2);
    assertThat(rig.want(1, 1)).isEmpty();
    assertThat(rig.counters.get(SwarmCount.WANT_TOO_SOON)).isEqualTo(1);
  }

  @Test
  void aWantGivesAtMostABatch() {
    for (int i = 1; i <= 40; i++) {
      rig.join(i);
    }
    rig.now = rig.now.plusSeconds(31);
    assertThat(introductions(rig.want(1, 1000))).hasSizeLessThanOrEqualTo(rig.config.wantBatch());
  }

  @Test
  void aPairThatFailedIsIntroducedAgainOnlyAfterItCooledDown() {
    rig.linkedPair();
    rig.report(2, state(0, List.of(peerId(1)), List.of()));
    assertThat(rig.want(2, 5)).isEmpty();
    assertThat(rig.want(1, 5)).isEmpty();
    rig.now = rig.now.plus(rig.config.pairCoolDown()).minusMillis(1);
    assertThat(rig.want(2, 5)).isEmpty();
    rig.now = rig.now.plus(rig.config.wantEvery());
    assertThat(met(rig.want(2, 5))).containsExactly(1);
  }

  @Test
  void aPairThatWasNotAnsweredCoolsDownToo() {
    rig.introducedPair();
    rig.later(Duration.ofSeconds(30));
    assertThat(rig.want(2, 5)).isEmpty();
  }

  @Test
  void aReportAboutAPeerOneIsNotLinkedToIsNotBelieved() {
    rig.join(1);
    rig.join(2);
    rig.report(2, state(0, List.of(peerId(2)), List.of(peerId(99))));
    assertThat(rig.counters.get(SwarmCount.REPORT_NOT_CREDIBLE)).isEqualTo(2);
    assertThat(rig.counters.get(SwarmCount.LINKS_LYING)).isZero();
  }

  @Test
  void aPeerWithoutAnyConnectionLosesItsOldLinksAndIsToppedUp() {
    rig.linkedPair();
    rig.later(Duration.ofSeconds(31));
    rig.report(2, state("720p", 0, 0, 0));
    assertThat(rig.swarm.view().links()).isZero();
  }

  @Test
  void aLinkThatBothEndsMissIsForgottenAndNoOther() {
    for (int i = 1; i <= 4; i++) {
      rig.link(rig.join(i));
    }
    assertThat(rig.swarm.view().links()).isEqualTo(6);
    rig.later(Duration.ofSeconds(31));
    rig.report(1, state("720p", 0, 0, 3));
    rig.report(2, state("720p", 0, 0, 3));
    rig.report(3, state("720p", 0, 0, 2));
    assertThat(rig.swarm.view().links()).as("one end alone is not believed").isEqualTo(6);
    rig.report(4, state("720p", 0, 0, 2));
    assertThat(rig.swarm.view().links()).isEqualTo(5);
    assertThat(met(rig.want(3, 5))).as("it cools down first").isEmpty();
    rig.now = rig.now.plus(rig.config.pairCoolDown());
    assertThat(met(rig.want(3, 5))).containsExactly(4);
  }

  @Test
  void anIntroductionThatOneEndReportsAsFailedIsOverForBoth() {
    var introduction = rig.introducedPair();
    rig.offer(2, introduction);
    assertThat(rig.report(2, state(0, List.of(peerId(1)), List.of())))
        .containsExactly(SwarmRig.send(1, new DownMessage.Gone(introduction, GoneReason.EXPIRED)));
    assertThat(rig.swarm.view().pendingIntroductions()).isZero();
    SwarmRig.assertRefused(rig.answer(1, introduction), 1, ErrorCode.NOT_INTRODUCED);
    assertThat(rig.want(1, 5)).isEmpty();
  }

  @Test
  void theSecondReportOfOneFailureIsNeitherCountedNorDoubted() {
    rig.linkedPair();
    rig.report(2, state(0, List.of(peerId(1)), List.of()));
    rig.report(1, state(0, List.of(peerId(2)), List.of()));
    assertThat(rig.counters.get(SwarmCount.LINKS_FAILED)).isEqualTo(1);
    assertThat(rig.counters.get(SwarmCount.REPORT_NOT_CREDIBLE)).isZero();
  }

  @Test
  void aTickTopsUpWhoHasTooFewByAFewEach() {
    for (int i = 1; i <= 12; i++) {
      rig.link(rig.join(i));
    }
    assertThat(rig.tick()).isEmpty();
    var perPeer = new HashMap<PeerKey, Integer>();
    rig.later(rig.config.topUpEvery()).forEach(out -> perPeer.merge(out.to(), 1, Integer::sum));
    assertThat(perPeer).isNotEmpty();
    assertThat(perPeer.values())
        .allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(rig.config.topUpBatch()));
  }

  @Test
  void aPeerIsNotToppedUpTwiceInARow() {
    for (int i = 1; i <= 12; i++) {
      rig.link(rig.join(i));
    }
    rig.now = rig.now.plus(rig.config.topUpEvery());
    rig.link(rig.tick());
    assertThat(introductions(rig.later(Duration.ofSeconds(1)))).isEmpty();
  }

  @Test
  void nobodyHasMorePendingIntroductionsThanAllowed() {
    var strict = new SwarmRig(Configs.withMaxPending(3), 3);
    var pending = new HashMap<Integer, Integer>();
    for (int i = 1; i <= 60; i++) {
      int offerer = i;
      met(strict.join(i))
          .forEach(
              other -> {
                pending.merge(offerer, 1, Integer::sum);
                pending.merge(other, 1, Integer::sum);
              });
    }
    assertThat(pending.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(3));
  }

  @Test
  void oneClientCannotCollectTheWholeSwarm() {
    var strict = new SwarmRig(Configs.withIntroductionsPerHour(10), 3);
    for (int i = 1; i <= 100; i++) {
      strict.join(i);
    }
    var collected = new HashSet<Integer>(met(strict.join(101)));
    for (int i = 0; i < 50; i++) {
      strict.now = strict.now.plusSeconds(31);
      for (int peer = 1; peer <= 101; peer++) {
        strict.report(peer, state("720p", 0, 0, 0));
      }
      collected.addAll(met(strict.want(101, 6)));
    }
    assertThat(collected).hasSizeLessThanOrEqualTo(10);
    assertThat(strict.counters.get(SwarmCount.BUDGET_SPENT)).isPositive();
  }

  @Test
  void neighboursMeetFirst() {
    int local = 0;
    int all = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      var swarm = new SwarmRig(SwarmConfig.defaults(), seed);
      for (int i = 1; i <= 200; i++) {
        swarm.link(swarm.join(i, i % 10 == 0 ? profile(i, home()) : profile(i)));
      }
      var met = met(swarm.join(201, profile(201, home())));
      local += (int) met.stream().filter(number -> number % 10 == 0).count();
      all += met.size();
    }
    assertThat(local).isGreaterThanOrEqualTo(all * 3 / 4);
  }

  @Test
  void oneSiteGroupIsAsCloseAsOneHouse() {
    for (int i = 1; i <= 40; i++) {
      rig.link(rig.join(i, grouped(i, i % 5 == 0 ? "newsroom" : "other-" + i)));
    }
    var met = met(rig.join(41, grouped(41, "newsroom")));
    assertThat(met.stream().filter(number -> number % 5 == 0).count()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void aQuarterOfTheLinksIsDrawnFromTheWholeSwarm() {
    int far = 0;
    int all = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      var swarm = new SwarmRig(SwarmConfig.defaults(), seed);
      for (int i = 1; i <= 200; i++) {
        swarm.link(swarm.join(i, i % 10 == 0 ? profile(i, home()) : profile(i)));
      }
      var met = met(swarm.join(201, profile(201, home())));
      far += (int) met.stream().filter(number -> number % 10 != 0).count();
      all += met.size();
    }
    assertThat(far).isBetween(all * 15 / 100, all * 30 / 100);
  }

  @Test
  void twoTownsDoNotBecomeTwoIslandsWhenThoseWhoJoinedThemLeave() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var swarm = new SwarmRig(SwarmConfig.defaults(), seed);
      var links = new HashMap<Integer, Set<Integer>>();
      for (int i = 1; i <= 120; i++) {
        var outgoings = joinAndLink(swarm, i, town(i));
        for (int other : met(outgoings)) {
          links.computeIfAbsent(i, k -> new HashSet<>()).add(other);
          links.computeIfAbsent(other, k -> new HashSet<>()).add(i);
        }
      }
      for (int pioneer = 61; pioneer <= 72; pioneer++) {
        links.remove(pioneer);
      }
      links.values().forEach(others -> others.removeIf(number -> number > 60 && number <= 72));
      assertThat(reachable(1, links)).as("seed " + seed).hasSize(108);
    }
  }

  @Test
  void aCrowdInTheHouseNextDoorCannotEclipseAPeer() {
    for (int seed = 0; seed < SEEDS; seed++) {
      var swarm = new SwarmRig(SwarmConfig.defaults(), seed);
      for (int i = 1; i <= 60; i++) {
        swarm.link(swarm.join(i));
        joinAndLink(swarm, 100 + i, home());
      }
      var met = new HashSet<Integer>(met(joinAndLink(swarm, 99, home())));
      for (int i = 0; i < 3; i++) {
        swarm.now = swarm.now.plus(swarm.config.wantEvery());
        var wanted = swarm.want(99, 6);
        swarm.link(wanted);
        met.addAll(met(wanted));
      }
      assertThat(met.stream().filter(number -> number < 99)).as("seed " + seed).isNotEmpty();
    }
  }

  @Test
  void whoIsAheadIsPreferredToWhoIsBehind() {
    int ahead = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      var swarm = new SwarmRig(SwarmConfig.defaults(), seed);
      for (int i = 1; i <= 41; i++) {
        swarm.link(swarm.join(i));
        swarm.report(i, state("720p", i % 4 == 0 ? 50_000 : 10_000, 5_000, 5));
      }
      swarm.join(42);
      swarm.report(42, state("720p", 30_000, 5_000, 0));
      swarm.now = swarm.now.plusSeconds(3);
      var met = met(swarm.want(42, 2));
      ahead += (int) met.stream().filter(number -> number % 4 == 0).count();
    }
    assertThat(ahead).isGreaterThan(SEEDS);
  }

  @Test
  void aLiarIsMetLessThanAnHonestPeer() {
    var meetings = new HashMap<Boolean, Integer>(Map.of(true, 0, false, 0));
    for (int seed = 0; seed < SEEDS; seed++) {
      var swarm = new SwarmRig(SwarmConfig.defaults(), seed);
      for (int i = 1; i <= 16; i++) {
        swarm.link(swarm.join(i));
      }
      for (int accuser = 1; accuser <= 16; accuser++) {
        swarm.report(accuser, state(5, List.of(), List.of(peerId(1), peerId(2))));
      }
      met(swarm.join(17)).forEach(number -> meetings.merge(number <= 2, 1, Integer::sum));
    }
    double liars = meetings.get(true) / 2.0;
    double honest = meetings.get(false) / 14.0;
    assertThat(liars).isLessThan(honest / 2);
  }

  @Test
  void whoNeverAnswersIsMetLess() {
    var meetings = new HashMap<Boolean, Integer>(Map.of(true, 0, false, 0));
    for (int seed = 0; seed < SEEDS; seed++) {
      var swarm = new SwarmRig(SwarmConfig.defaults(), seed);
      for (int i = 1; i <= 16; i++) {
        for (var introduce : introductions(swarm.join(i))) {
          swarm.offer(i, introduce.introduction());
          if (SwarmRig.number(introduce.peer()) > 2) {
            swarm.answer(SwarmRig.number(introduce.peer()), introduce.introduction());
          }
        }
      }
      swarm.later(swarm.config.introductionLifetime());
      met(swarm.join(17)).forEach(number -> meetings.merge(number <= 2, 1, Integer::sum));
    }
    assertThat(meetings.get(true) / 2.0).isLessThan(meetings.get(false) / 14.0 / 2);
  }

  private static List<Outgoing> joinAndLink(SwarmRig swarm, int number, NetworkPlace place) {
    var outgoings = swarm.join(number, profile(number, place));
    swarm.link(outgoings);
    return outgoings;
  }

  private static Set<Integer> reachable(int from, Map<Integer, Set<Integer>> links) {
    var seen = new HashSet<>(Set.of(from));
    var next = new ArrayDeque<>(List.of(from));
    while (!next.isEmpty()) {
      for (int other : links.getOrDefault(next.remove(), Set.of())) {
        if (seen.add(other)) {
          next.add(other);
        }
      }
    }
    return seen;
  }

  private static NetworkPlace home() {
    return new NetworkPlace(-1, -1);
  }

  private static NetworkPlace town(int number) {
    return new NetworkPlace(number, number <= 60 ? 1 : 2);
  }

  private static PeerProfile grouped(int number, String group) {
    var p = profile(number);
    return new PeerProfile(
        p.door(), p.fingerprint(), p.place(), Optional.of(new SiteGroup(group)), false, true);
  }
}
