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
    assertThat(middle(USUAL, 900_000)).isEqualTo(900);
    assertThat(middle(USUAL, 100_000_000)).isEqualTo(900);
    assertThat(middle(USUAL, Integer.MAX_VALUE)).isEqualTo(900);
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
    var random = new Random(1);
    var drawn = LongStream.generate(() -> intervals.next(random).toMillis()).limit(DRAWS).toArray();
    assertThat(LongStream.of(drawn)).allMatch(ms -> ms % 1_000 == 0);
    assertThat(LongStream.of(drawn)).allMatch(ms -> 108_000 <= ms && ms <= 132_000);
    assertThat(drawn).contains(108_000, 132_000);
    assertThat(LongStream.of(drawn).distinct().count()).isEqualTo(25);
    assertThat(LongStream.of(drawn).average().orElseThrow()).isBetween(119_500.0, 120_500.0);
  }

  @Test
  void withoutJitterAllAreTheSame() {
    var still =
        new Intervals(
            new TrackerConfig.Announce(
                USUAL.interval(), USUAL.shortest(), USUAL.longest(), 0, USUAL.perSecond()));
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
        .allMatch(ms -> ms == 1_000 || ms == 2_000);
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
