package io.cordwood.tracker.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.tracker.TrackerConfig;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IntervalsTest {
  private static final TrackerConfig.Announce USUAL = TrackerConfig.of("::1", 0).announce();
  private static final TrackerConfig.Announce STILL =
      new TrackerConfig.Announce(
          USUAL.interval(), USUAL.shortest(), USUAL.longest(), 0, USUAL.perSecond());
  private static final int DRAWS = 20_000;

  @Test
  void fewPeersAreToldTheUsualInterval() {
    assertThat(middle(USUAL, 0)).isEqualTo(120);
    assertThat(middle(USUAL, 1)).isEqualTo(120);
    assertThat(middle(USUAL, 120_000)).isEqualTo(120);
  }

  @Test
  void morePeersAreToldLongerOnesSoThatTheNodeHearsWhatItAimsAt() {
    assertThat(middle(USUAL, 121_000)).isEqualTo(121);
    assertThat(middle(USUAL, 300_000)).isEqualTo(300);
    assertThat(middle(USUAL.withPerSecond(100), 30_000)).isEqualTo(300);
  }

  @Test
  void theIntervalGrowsToTheLongestAndNoFurther() {
    assertThat(middle(STILL, 900_000)).isEqualTo(900);
    assertThat(middle(STILL, 100_000_000)).isEqualTo(900);
    assertThat(middle(STILL, Integer.MAX_VALUE)).isEqualTo(900);
  }

  @Test
  void noReplyIsLongerThanTheLongestAndAllStillDifferEvenly() {
    var intervals = new Intervals(USUAL);
    intervals.peers(100_000_000);
    var drawn = drawn(intervals, 1);
    assertThat(LongStream.of(drawn)).allMatch(ms -> 810_000 <= ms && ms <= 900_000);
    assertThat(drawn).contains(810_000, 900_000);
    assertThat(LongStream.of(drawn).average().orElseThrow()).isBetween(854_000.0, 856_000.0);
  }

  @Test
  void aLongestOfNoWholeSecondIsNotExceededByRounding() {
    var half = new Intervals(USUAL.withInterval(Duration.ofMillis(1_000_700)));
    assertThat(LongStream.of(drawn(half, 2)).max()).hasValue(1_000_000);
  }

  @Test
  void whenPeersLeaveItShrinksAgain() {
    var intervals = new Intervals(USUAL);
    intervals.peers(600_000);
    intervals.peers(10);
    assertThat(intervals.next(middle())).isEqualTo(Duration.ofSeconds(120));
  }

  @Test
  void repliesDifferByTenPercentAndNoMoreAndAreEvenlySpread() {
    var intervals = new Intervals(USUAL);
    var drawn = drawn(intervals, 1);
    assertThat(LongStream.of(drawn)).allMatch(ms -> ms % 1_000 == 0);
    assertThat(LongStream.of(drawn)).allMatch(ms -> 108_000 <= ms && ms <= 132_000);
    assertThat(drawn).contains(108_000, 132_000);
    assertThat(LongStream.of(drawn).distinct().count()).isEqualTo(25);
    assertThat(LongStream.of(drawn).average().orElseThrow()).isBetween(119_500.0, 120_500.0);
  }

  @Test
  void withoutJitterAllAreTheSame() {
    var still = new Intervals(STILL);
    assertThat(still.next(new Random(1))).isEqualTo(Duration.ofSeconds(120));
    assertThat(still.next(new Random(2))).isEqualTo(Duration.ofSeconds(120));
  }

  @Test
  void theShortestThatCanBeSetIsStillAWholeSecond() {
    var second =
        new Intervals(
            new TrackerConfig.Announce(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 0.9, 1));
    var random = new Random(3);
    assertThat(LongStream.generate(() -> second.next(random).toMillis()).limit(1_000))
        .allMatch(ms -> ms == 1_000);
  }

  private static long[] drawn(Intervals intervals, long seed) {
    var random = new Random(seed);
    return LongStream.generate(() -> intervals.next(random).toMillis()).limit(DRAWS).toArray();
  }

  private static long middle(TrackerConfig.Announce config, long peers) {
    var intervals = new Intervals(config);
    intervals.peers(peers);
    return intervals.next(middle()).toSeconds();
  }

  /** Draws the middle of every range. */
  private static RandomGenerator middle() {
    return () -> 1L << 63;
  }
}
