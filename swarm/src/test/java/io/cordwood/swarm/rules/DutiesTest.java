package io.cordwood.swarm.rules;

import static io.cordwood.swarm.rules.SwarmRig.duties;
import static io.cordwood.swarm.rules.SwarmRig.onDuty;
import static io.cordwood.swarm.rules.SwarmRig.profile;
import static io.cordwood.swarm.rules.SwarmRig.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RingSlot;
import io.cordwood.swarm.wire.DownMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DutiesTest {
  private static final long MEGABIT = 1_000_000;

  /** More than any viewer of these tests gets. */
  private static final int LINKS = 30;

  private final SwarmRig rig = new SwarmRig();

  /** What each viewer was last told. */
  private final Map<Integer, DownMessage.Duty> told = new HashMap<>();

  @Test
  void aViewerAloneHasNoRing() {
    play(1, 100, 8);
    assertThat(tick()).isEmpty();
  }

  @Test
  void twoViewersShareTheRingByUplinkAndStandInForEachOther() {
    play(1, 100, 6);
    play(2, 101, 2);
    assertThat(tick()).containsOnlyKeys(1, 2);
    assertThat(told.get(1).slots().size()).isCloseTo(3072, within(1));
    assertThat(told.get(2).slots()).isEqualTo(told.get(1).backupSlots());
    assertThat(told.get(1).slots()).isEqualTo(told.get(2).backupSlots());
    assertThat(told.get(1).fromNumber()).isZero();
    assertThat(told.get(1).backupAfter()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void whoMeasuredNothingCountsAsTheMedianAndABoastIsBounded() {
    play(1, 100, 4);
    play(2, 100, 4);
    play(3, 100, 0);
    play(4, 100, 4_000_000);
    tick();
    assertThat(told.get(3).slots().size()).isCloseTo(told.get(1).slots().size(), within(1));
    assertThat(told.get(4).slots().size()).isCloseTo(RingSlot.COUNT * 8 / 11, within(1));
  }

  @Test
  void whoAccusesManyThatOthersAccuseTooKeepsItsSlots() {
    IntStream.rangeClosed(1, 9).forEach(viewer -> rig.link(rig.join(viewer)));
    IntStream.rangeClosed(1, 9).forEach(viewer -> report(viewer, 100, 4, LINKS));
    var liars = IntStream.rangeClosed(5, 9).mapToObj(SwarmRig::peerId).toList();
    accuse(1, liars.subList(0, 2));
    accuse(2, liars.subList(2, 4));
    accuse(3, liars);
    tick();
    assertThat(told.get(3).slots().size()).isPositive();
    assertThat(told.get(5).slots().size()).as("of a liar").isZero();
  }

  private void accuse(int accuser, List<PeerId> liars) {
    rig.report(accuser, onDuty(state(LINKS, List.of(), liars), 25, 4 * MEGABIT));
  }

  @Test
  void whoWasAskedForLittleIsNotLeftOut() {
    play(1, 100, 8);
    play(2, 100, 8);
    rig.link(rig.join(3));
    rig.report(3, onDuty(state("720p", 100_000, 0, LINKS), 25, 1));
    tick();
    assertThat(told.get(3).slots().size()).isCloseTo(RingSlot.COUNT / 17, within(1));
  }

  @Test
  void whoCannotUploadOrHasNoLinkOwnsNothingButKnowsOfTheRing() {
    play(1, 100, 4);
    var mute = profile(2);
    rig.join(
        2,
        new PeerProfile(
            mute.door(), mute.fingerprint(), mute.place(), Optional.empty(), false, false));
    report(2, 100, 4, LINKS);
    rig.join(3);
    report(3, 100, 4, 0);
    tick();
    assertThat(told.get(1).slots().size()).isEqualTo(RingSlot.COUNT);
    assertThat(told.get(2).slots().size()).isZero();
    assertThat(told.get(3).slots().size()).isZero();
    assertThat(told.get(3).cohort()).isEqualTo(told.get(1).cohort());
    report(3, 100, 4, LINKS);
    assertThat(tick()).containsOnlyKeys(1, 3);
  }

  @Test
  void anotherRingTakesEffectAheadOfTheFurthestViewerAndNeverGoesBack() {
    play(1, 100, 4);
    play(2, 120, 4);
    tick();
    play(3, 110, 4);
    tick();
    assertThat(told.values()).allMatch(duty -> duty.fromNumber() == 33);
    leave(2);
    tick();
    assertThat(told.get(1).fromNumber()).isEqualTo(33);
  }

  @Test
  void onlyThoseAreToldWhoseDutyChanges() {
    for (int i = 1; i <= 100; i++) {
      play(i, 100, 4);
    }
    assertThat(tick()).hasSize(100);
    assertThat(tick()).isEmpty();
    report(50, 101, 4, LINKS);
    assertThat(tick()).isEmpty();
    leave(50);
    assertThat(tick().size()).isBetween(1, 60);
    play(101, 100, 4);
    assertThat(tick().size()).isBetween(1, 90);
    assertOneOwner();
  }

  @Test
  void aRingIsMadeOnceASecond() {
    play(1, 100, 4);
    play(2, 100, 4);
    tick();
    play(3, 100, 4);
    rig.now = rig.now.plusMillis(900);
    assertThat(duties(rig.tick())).isEmpty();
    rig.now = rig.now.plusMillis(100);
    assertThat(duties(rig.tick())).isNotEmpty();
  }

  @Test
  void anAudienceKeepsItsRingWhileItPlaysOn() {
    for (int i = 1; i <= 20; i++) {
      play(i, i, 4);
    }
    tick();
    for (int second = 10; second < 300; second += 10) {
      rig.now = rig.now.plusSeconds(9);
      for (int i = 1; i <= 20; i++) {
        report(i, i + second, 4, LINKS);
      }
      assertThat(tick()).isEmpty();
    }
  }

  @Test
  void viewersSpreadOverAFilmAreNotAloneAtAnyEdge() {
    for (int i = 0; i < 360; i++) {
      play(i + 1, (i * 7L % 360) * 10, 4);
    }
    tick();
    tick();
    assertThat(told).hasSize(360);
    assertThat(told.values()).allMatch(duty -> duty.cohort() > 0);
    assertOneOwner();
  }

  @Test
  void whoSeeksAwayIsInAnotherCohortAndItsSlotsGoToOthers() {
    for (int i = 1; i <= 4; i++) {
      play(i, 100, 4);
    }
    tick();
    report(4, 2000, 4, LINKS);
    assertThat(tick()).hasSize(4);
    assertThat(told.get(4)).isEqualTo(DownMessage.Duty.NONE);
    assertOneOwner();
    report(3, 2010, 4, LINKS);
    tick();
    assertThat(told.get(3).cohort()).isEqualTo(told.get(4).cohort()).isNotZero();
    assertThat(told.get(3).fromNumber()).isZero();
    assertOneOwner();
  }

  @Test
  void whoIsLeftAloneIsTold() {
    play(1, 100, 4);
    play(2, 100, 4);
    tick();
    leave(2);
    assertThat(tick()).containsExactly(Map.entry(1, DownMessage.Duty.NONE));
  }

  @Test
  void anOwnerOfWhomTwoMissPiecesLosesItsSlotsForAWhile() {
    for (int i = 1; i <= 8; i++) {
      play(i, 100, 4);
    }
    tick();
    rig.now = rig.now.plusSeconds(20);
    int slot = told.get(5).slots().pairs()[0];
    missed(1, slot);
    missed(1, slot);
    assertThat(tick()).isEmpty();
    missed(2, slot);
    tick();
    assertThat(told.get(5).slots().size()).isZero();
    assertOneOwner();
    for (int half = 0; half < 2; half++) {
      rig.now = rig.now.plusSeconds(30);
      for (int i = 1; i <= 8; i++) {
        report(i, 150 + 30 * half, 4, LINKS);
      }
    }
    tick();
    assertThat(told.get(5).slots().size()).isPositive();
  }

  @Test
  void aFewAccusersTakeSlotsFromAQuarterAtMost() {
    for (int i = 1; i <= 16; i++) {
      play(i, 100, 4);
    }
    tick();
    rig.now = rig.now.plusSeconds(20);
    for (int accuser = 1; accuser <= 2; accuser++) {
      for (int i = 3; i <= 16; i++) {
        missed(accuser, told.get(i).slots().pairs()[0]);
      }
    }
    tick();
    assertThat(told.values()).filteredOn(duty -> duty.slots().size() == 0).hasSize(4);
  }

  @Test
  void whoSaysThatItIsElsewhereInTheFilmIsNotPartOfTheRing() {
    for (int i = 1; i <= 3; i++) {
      play(i, 100, 4);
    }
    rig.join(4);
    rig.report(4, onDuty(state("720p", 100_000, 0, LINKS), 1L << 50, 4 * MEGABIT));
    tick();
    play(5, 100, 4);
    tick();
    assertThat(told.get(4).slots().size()).isZero();
    assertThat(told.get(5).fromNumber()).isEqualTo(28);
  }

  @Test
  void aCohortOfTenThousandIsSharedOutInMillisecondsWithFewMessages() {
    int viewers = 10_000;
    for (int i = 1; i <= viewers; i++) {
      play(i, 100, i % 9);
    }
    assertThat(tick()).hasSize(viewers);
    assertOneOwner();
    int messages = 0;
    long best = Long.MAX_VALUE;
    for (int i = 1; i <= 20; i++) {
      leave(i);
      play(viewers + i, 100, 4);
      rig.now = rig.now.plusSeconds(1);
      long start = System.nanoTime();
      var now = duties(rig.tick());
      best = Math.min(best, System.nanoTime() - start);
      told.putAll(now);
      messages += now.size();
    }
    assertThat(messages).isLessThan(20 * 30);
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(200));
  }

  private void play(int viewer, long seconds, long megabits) {
    rig.link(rig.join(viewer));
    report(viewer, seconds, megabits, LINKS);
  }

  private void report(int viewer, long seconds, long megabits, int connected) {
    var playing = state("720p", seconds * 1000, 0, connected);
    rig.report(viewer, onDuty(playing, seconds / 4, megabits * MEGABIT));
  }

  private void missed(int viewer, int slot) {
    rig.report(viewer, onDuty(state("720p", 120_000, 0, LINKS), 30, 4 * MEGABIT, slot));
  }

  private void leave(int viewer) {
    rig.leave(viewer);
    told.remove(viewer);
  }

  private Map<Integer, DownMessage.Duty> tick() {
    var now = duties(rig.later(Duration.ofSeconds(1)));
    told.putAll(now);
    return now;
  }

  /** Every slot of every ring is owned once. */
  private void assertOneOwner() {
    var owners = new HashMap<Long, int[]>();
    for (var duty : List.copyOf(told.values())) {
      var counts = owners.computeIfAbsent(duty.cohort(), c -> new int[RingSlot.COUNT]);
      IntStream.range(0, RingSlot.COUNT)
          .filter(duty.slots()::contains)
          .forEach(slot -> counts[slot]++);
    }
    owners.remove(0L);
    assertThat(owners).isNotEmpty();
    owners.values().forEach(counts -> assertThat(counts).containsOnly(1));
  }
}
