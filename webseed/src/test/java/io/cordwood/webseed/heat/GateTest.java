package io.cordwood.webseed.heat;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.limit.AddressKey;
import io.cordwood.webseed.heat.Gate.Verdict;
import io.cordwood.webseed.heat.Gate.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GateTest {
  /** A megabyte a second. */
  private static final long LINE = 8_000_000;

  private static final long LARGE = 1L << 50;
  private static final Verdict ADMITTED = new Verdict.Admitted();
  private static final Verdict WAITS = new Verdict.Waits();

  private Instant at = Instant.ofEpochSecond(1_790_000_000);

  private record Request(String name, long bytes) implements Waiting {
    @Override
    public void begin() {
      throw new AssertionError("The gate begins nothing itself.");
    }
  }

  @Test
  void whatIsNeededNowGoesFirstAndEachInItsOrder() {
    var gate = gate(1, LARGE);
    assertThat(enter(gate, "first", Need.SOON)).isEqualTo(ADMITTED);
    assertThat(enter(gate, "soon 1", Need.SOON)).isEqualTo(WAITS);
    assertThat(enter(gate, "now 1", Need.NOW)).isEqualTo(WAITS);
    assertThat(enter(gate, "soon 2", Need.SOON)).isEqualTo(WAITS);
    assertThat(enter(gate, "now 2", Need.NOW)).isEqualTo(WAITS);
    var order = new ArrayList<String>();
    for (int i = 0; i < 4; i++) {
      order.addAll(names(gate.leave(0, at)));
    }
    assertThat(order).containsExactly("now 1", "now 2", "soon 1", "soon 2");
    assertThat(gate.leave(0, at)).isEmpty();
    assertThat(gate.streams()).isZero();
  }

  @Test
  void onlyWhatIsForLaterIsRefused() {
    var gate = gate(1, LARGE);
    assertThat(enter(gate, "a", Need.AHEAD)).isEqualTo(ADMITTED);
    var times = new ArrayList<Duration>();
    for (int i = 0; i < 8; i++) {
      assertThat(enter(gate, "b" + i, Need.AHEAD))
          .isInstanceOfSatisfying(
              Verdict.Refused.class,
              refused -> {
                assertThat(refused.full()).isFalse();
                times.add(refused.retryAfter());
              });
    }
    assertThat(times).allMatch(time -> time.toSeconds() >= 2 && time.toSeconds() <= 5);
    assertThat(times).doesNotContainSequence(times.getFirst(), times.getFirst());
    gate.leave(0, at);
    assertThat(enter(gate, "c", Need.AHEAD)).isEqualTo(ADMITTED);
  }

  @Test
  void aFullLineIsHotUntilItsBytesHaveGone() {
    var gate = gate(100, LINE);
    assertThat(gate.enter(new Request("a", 1_500_000), Need.SOON, from(1), at)).isEqualTo(ADMITTED);
    assertThat(enter(gate, "b", Need.NOW)).isEqualTo(WAITS);
    assertThat(enter(gate, "c", Need.AHEAD)).isInstanceOf(Verdict.Refused.class);
    assertThat(gate.nextLook(at)).contains(Duration.ofMillis(1_301));
    assertThat(gate.timePassed(later(1_299))).isEmpty();
    assertThat(names(gate.timePassed(later(2)))).containsExactly("b");
    assertThat(gate.nextLook(at)).isEmpty();
  }

  @Test
  void whatWasNotSentIsNotOnTheLine() {
    var gate = gate(100, LINE);
    gate.enter(new Request("a", 5_000_000), Need.SOON, from(1), at);
    enter(gate, "b", Need.NOW);
    assertThat(names(gate.leave(4_900_000, at))).containsExactly("b");
  }

  @Test
  void neverMoreBeginsThanTheLineCarries() {
    var gate = gate(1_000, LINE);
    var random = new Random(3);
    long begun = 0;
    int seconds = 60;
    for (int ms = 0; ms < seconds * 1_000; ms += 10) {
      var request = new Request("r" + ms, 50_000 + random.nextInt(200_000));
      begun += gate.enter(request, Need.SOON, from(ms), at).equals(ADMITTED) ? request.bytes() : 0;
      begun += gate.timePassed(later(10)).stream().mapToLong(Waiting::bytes).sum();
    }
    assertThat(begun).isBetween(seconds * 1_000_000L, (seconds + 2) * 1_000_000L);
    assertThat(gate.waiting()).isPositive();
  }

  @Test
  void whoMarksEverythingAsNeededNowIsSoonBelievedNoLonger() {
    var gate = new Gate(new HeatLimits(1, LARGE, 100, 3, 1, 10), at);
    enter(gate, "first", Need.SOON);
    for (int i = 0; i < 6; i++) {
      enter(gate, "greedy " + i, Need.NOW);
    }
    gate.enter(new Request("honest", 1), Need.NOW, from(2), at);
    var order = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      order.addAll(names(gate.leave(0, at)));
    }
    assertThat(order)
        .containsExactly(
            "greedy 0", "greedy 1", "greedy 2", "honest", "greedy 3", "greedy 4", "greedy 5");
    assertThat(gate.overBudget()).isEqualTo(3);
  }

  @Test
  void theBudgetIsSpentOnlyWhileItBuysSomething() {
    var gate = new Gate(new HeatLimits(2, LARGE, 100, 1, 1, 10), at);
    enter(gate, "a", Need.NOW);
    enter(gate, "b", Need.NOW);
    enter(gate, "c", Need.NOW);
    assertThat(gate.overBudget()).isZero();
  }

  @Test
  void tooManyThatWaitAreRefused() {
    var gate = new Gate(new HeatLimits(1, LARGE, 2, 60, 1, 10), at);
    for (var name : List.of("a", "b", "c")) {
      assertThat(enter(gate, name, Need.NOW)).isNotInstanceOf(Verdict.Refused.class);
    }
    assertThat(enter(gate, "d", Need.NOW))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.full()).isTrue());
    assertThat(gate.waiting()).isEqualTo(2);
  }

  @Test
  void whoGivesUpWhileItWaitsBeginsNever() {
    var gate = gate(1, LARGE);
    enter(gate, "a", Need.NOW);
    var gone = new Request("gone", 1);
    gate.enter(gone, Need.NOW, from(1), at);
    enter(gate, "b", Need.SOON);
    assertThat(gate.giveUp(gone)).isTrue();
    assertThat(gate.giveUp(gone)).isFalse();
    assertThat(names(gate.leave(0, at))).containsExactly("b");
  }

  private Gate gate(int maxStreams, long capacity) {
    return new Gate(HeatLimits.of(maxStreams, capacity), at);
  }

  private Verdict enter(Gate gate, String name, Need need) {
    return gate.enter(new Request(name, 1), need, from(1), at);
  }

  private Instant later(long ms) {
    at = at.plusMillis(ms);
    return at;
  }

  private static AddressKey from(int home) {
    return new AddressKey(AddressKey.Kind.IPV4, home);
  }

  private static List<String> names(List<Waiting> begun) {
    return begun.stream().map(waiting -> ((Request) waiting).name()).toList();
  }
}
