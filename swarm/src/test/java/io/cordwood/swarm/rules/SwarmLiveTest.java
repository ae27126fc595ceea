package io.cordwood.swarm.rules;

import static io.cordwood.swarm.rules.SwarmRig.duties;
import static io.cordwood.swarm.rules.SwarmRig.number;
import static io.cordwood.swarm.rules.SwarmRig.onDuty;
import static io.cordwood.swarm.rules.SwarmRig.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.RingSlot;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.swarm.wire.DownMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SwarmLiveTest {
  private static final long MEGABIT = 1_000_000;
  private static final int LINKS = 30;

  /** Four pieces. */
  private static final int BYTES = 250_000;

  private final SwarmRig rig = new SwarmRig(SwarmKind.LIVE, SwarmConfig.defaults(), 7);
  private final Map<Integer, DownMessage.Duty> told = new HashMap<>();

  @Test
  void theViewersOfARenditionAreOneCohortHoweverFarApartTheyPlay() {
    play(1, "720p", 40, 80_000);
    play(2, "720p", 30, 60_000);
    play(3, "720p", 20, 3_600_000);
    play(4, "240p", 40, 80_000);
    play(5, "240p", 40, 80_000);
    tick();
    assertThat(told.get(2).cohort()).isEqualTo(told.get(1).cohort()).isPositive();
    assertThat(told.get(3).cohort()).isEqualTo(told.get(1).cohort());
    assertThat(told.get(4).cohort()).isPositive().isNotEqualTo(told.get(1).cohort());
    assertThat(rig.swarm.view().cohorts())
        .containsOnly(
            Map.entry(new Cohort(new RenditionName("720p"), 0), 3),
            Map.entry(new Cohort(new RenditionName("240p"), 0), 2));
  }

  @Test
  void whoPlaysFarBehindOwnsNothing() {
    play(1, "720p", 400, 800_000);
    play(2, "720p", 400, 800_000);
    play(3, "720p", 370, 740_000);
    tick();
    assertThat(told.get(3).slots().size()).isZero();
    assertThat(told.get(3).cohort()).isEqualTo(told.get(1).cohort());
  }

  @Test
  void anotherRingTakesEffectWithTheSecondSegmentThatIsYetToCome() {
    audience(2);
    assertThat(told.get(1).fromNumber()).isZero();
    hear(segment(50));
    play(3, "720p", 47, 94_000);
    tick();
    assertThat(told.values()).allMatch(duty -> duty.fromNumber() == 52);
  }

  @Test
  void ringsGoOnWhereIndicesOnTheWireBeginAnew() {
    int anew = 1 << 20;
    for (int viewer = 1; viewer <= 3; viewer++) {
      play(viewer, "720p", anew - 4, 2_000L * (anew - 4));
    }
    tick();
    for (int number = anew - 3; number <= anew + 3; number++) {
      var segment = LiveSegments.of("720p", number, BYTES);
      assertThat(hear(segment)).as("of %d", number).containsAll(responsible(segment, told));
    }
    play(4, "720p", anew - 1, 2_000L * (anew - 1));
    tick();
    assertThat(told.values()).allMatch(duty -> duty.fromNumber() == anew + 5);
  }

  @Test
  void aSegmentThatComesLateDoesNotTakeTheRingBack() {
    audience(2);
    hear(segment(50));
    hear(LiveSegments.of("240p", 49, BYTES));
    play(3, "720p", 47, 94_000);
    tick();
    assertThat(told.get(3).fromNumber()).isEqualTo(52);
  }

  @Test
  void beforeAnySegmentIsHeardOfTheRingGoesByWhatViewersSay() {
    audience(2);
    play(3, "720p", 47, 94_000);
    tick();
    assertThat(told.get(3).fromNumber()).isEqualTo(50);
  }

  @Test
  void aSegmentGoesToTheOwnersAndBackupsOfItsPiecesAndNoMoreWhereTheyAreEnough() {
    audience(60);
    var segment = LiveSegments.of("720p", 50, 16 * 16_384);
    var responsible = responsible(segment, told);
    assertThat(responsible).hasSizeGreaterThan(8);
    assertThat(hear(segment)).isEqualTo(responsible);
  }

  @Test
  void whereTheyAreFewAFewMoreAreTold() {
    audience(60);
    var segment = LiveSegments.of("720p", 50, 16_384);
    var responsible = responsible(segment, told);
    assertThat(responsible).hasSize(2);
    assertThat(hear(segment)).hasSize(8).containsAll(responsible);
  }

  @Test
  void untilARingTakesEffectTheOneBeforeIsTold() {
    audience(100);
    hear(segment(50));
    var before = Map.copyOf(told);
    for (int viewer = 1; viewer <= 50; viewer++) {
      rig.leave(viewer);
      told.remove(viewer);
    }
    tick();
    assertThat(told.get(60).fromNumber()).isEqualTo(52);
    var next = LiveSegments.of("720p", 51, 16 * 16_384);
    var present = new TreeSet<>(responsible(next, before));
    present.retainAll(told.keySet());
    assertThat(hear(next)).isEqualTo(present).isNotEqualTo(responsible(next, told));
    var afterwards = LiveSegments.of("720p", 52, 16 * 16_384);
    assertThat(hear(afterwards)).isEqualTo(responsible(afterwards, told));
  }

  @Test
  void withoutARingEightViewersOfTheRenditionAreTold() {
    for (int viewer = 1; viewer <= 20; viewer++) {
      rig.join(viewer);
      rig.report(viewer, state(viewer <= 12 ? "720p" : "240p", 90_000, 0, LINKS));
    }
    assertThat(hear(segment(50))).hasSize(8).allMatch(viewer -> viewer <= 12);
    assertThat(rig.counters.get(SwarmCount.SEGMENTS_TOLD)).isEqualTo(8);
  }

  @Test
  void aViewerAloneIsTold() {
    play(1, "720p", 47, 94_000);
    tick();
    assertThat(hear(segment(50))).containsExactly(1);
  }

  @Test
  void whatIsToldIsTheSignedRecord() {
    play(1, "720p", 47, 94_000);
    var segment = segment(50);
    assertThat(rig.apply(new Event.SegmentSigned(segment)))
        .containsExactly(SwarmRig.send(1, DownMessage.Segment.of(segment)));
  }

  @Test
  void aSwarmWithoutViewersTellsNobody() {
    assertThat(hear(segment(50))).isEmpty();
  }

  private void audience(int viewers) {
    for (int viewer = 1; viewer <= viewers; viewer++) {
      play(viewer, "720p", 47, 94_000);
    }
    tick();
  }

  private void play(int viewer, String rendition, long number, long playheadMs) {
    rig.link(rig.join(viewer));
    rig.report(viewer, onDuty(state(rendition, playheadMs, 0, LINKS), number, 4 * MEGABIT));
  }

  private void tick() {
    told.putAll(duties(rig.later(Duration.ofSeconds(1))));
  }

  /** Who is told of a segment. */
  private Set<Integer> hear(SignedRecord segment) {
    var heard = new TreeSet<Integer>();
    for (var outgoing : rig.apply(new Event.SegmentSigned(segment))) {
      assertThat(outgoing)
          .isInstanceOfSatisfying(
              Outgoing.Send.class,
              send -> assertThat(send.message()).isEqualTo(DownMessage.Segment.of(segment)));
      assertThat(heard.add(number(outgoing.to().peer()))).as("told once").isTrue();
    }
    return heard;
  }

  private static SignedRecord segment(int number) {
    return LiveSegments.of("720p", number, BYTES);
  }

  /** Those whose duty has a slot of the segment's pieces. */
  private static Set<Integer> responsible(
      SignedRecord segment, Map<Integer, DownMessage.Duty> duties) {
    var record = segment.record();
    var found = new TreeSet<Integer>();
    int pieces = segment.hashes().count();
    for (int piece = 0; piece < pieces; piece++) {
      int slot = RingSlot.of(record.rendition(), record.epoch(), record.number(), piece, pieces);
      for (var each : List.copyOf(duties.entrySet())) {
        var duty = each.getValue();
        if (duty.slots().contains(slot) || duty.backupSlots().contains(slot)) {
          found.add(each.getKey());
        }
      }
    }
    return found;
  }
}
