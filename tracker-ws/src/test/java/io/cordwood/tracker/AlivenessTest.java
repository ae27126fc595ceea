package io.cordwood.tracker;

import static io.cordwood.tracker.Aliveness.NEVER;
import static io.cordwood.tracker.Aliveness.Step.CUT;
import static io.cordwood.tracker.Aliveness.Step.NOTHING;
import static io.cordwood.tracker.Aliveness.Step.PING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pings every 10 s, two of which may be missed; 5 s to answer a close. */
class AlivenessTest {
  private static final int START = 1_000;

  private final Aliveness rule = rule(Duration.ofSeconds(10), Duration.ofSeconds(5));

  @Test
  void whoSpeaksIsLeftAlone() {
    for (int now = START; now < START + 100; now++) {
      assertThat(rule.step(now, now - 9, START, NEVER)).isEqualTo(NOTHING);
    }
  }

  @Test
  void whoIsSilentIsPingedAtEachIntervalAndCutWhenItMissedOneMoreThanItMay() {
    var pings = new ArrayList<Integer>();
    int pingedAt = START;
    int now = START;
    for (var step = NOTHING; step != CUT; step = rule.step(++now, START, pingedAt, NEVER)) {
      if (step == PING) {
        pings.add(now - START);
        pingedAt = now;
      }
    }
    assertThat(pings).isEqualTo(List.of(10, 20, 30));
    assertThat(now - START).isEqualTo(31);
  }

  @Test
  void whoAnswersThePingsIsPingedOnceAnIntervalForEver() {
    int pings = 0;
    int heardAt = START;
    int pingedAt = START;
    for (int now = START; now <= START + 1_000; now++) {
      var step = rule.step(now, heardAt, pingedAt, NEVER);
      assertThat(step).isNotEqualTo(CUT);
      if (step == PING) {
        pings++;
        pingedAt = now;
        heardAt = now;
      }
    }
    assertThat(pings).isEqualTo(100);
  }

  @Test
  void whoIsProbedHasFourSecondsHoweverLatelyItSpoke() {
    int deadline = rule.probedUntil(START);
    assertThat(rule.step(START + 3, START, START, deadline)).isEqualTo(NOTHING);
    assertThat(rule.step(START + 4, START, START, deadline)).isEqualTo(CUT);
  }

  @Test
  void whoIsSentOurCloseHasTheConfiguredTime() {
    int deadline = rule.closingUntil(START);
    assertThat(rule.step(START + 4, START + 4, START, deadline)).isEqualTo(NOTHING);
    assertThat(rule.step(START + 5, START + 5, START, deadline)).isEqualTo(CUT);
  }

  @Test
  void timesBelowASecondAreOne() {
    var quick = rule(Duration.ofMillis(1), Duration.ofMillis(1));
    assertThat(quick.closingUntil(START)).isEqualTo(START + 1);
    assertThat(quick.step(START, START, START, NEVER)).isEqualTo(NOTHING);
    assertThat(quick.step(START + 1, START, START, NEVER)).isEqualTo(PING);
    assertThat(quick.step(START + 3, START, START + 3, NEVER)).isEqualTo(NOTHING);
    assertThat(quick.step(START + 4, START, START + 3, NEVER)).isEqualTo(CUT);
  }

  private static Aliveness rule(Duration pingEvery, Duration close) {
    return new Aliveness(
        new TrackerConfig.Timing(Duration.ofSeconds(1), pingEvery, 2, close, Duration.ZERO));
  }
}
