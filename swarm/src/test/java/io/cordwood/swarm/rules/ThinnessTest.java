package io.cordwood.swarm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThinnessTest {
  private static final ThinRules RULES = ThinRules.defaults();
  private static final Supply SHORT = new Supply(1, 1_000, 1_099, 0);
  private static final Supply BETWEEN = new Supply(1, 1_000, 1_200, 0);
  private static final Supply ENOUGH = new Supply(1, 1_000, 1_300, 0);

  private final Thinness thinness = new Thinness(false, RULES);
  private Instant now = Instant.ofEpochSecond(1_790_000_000);

  @Test
  void aCohortIsThinAfterThreeSecondsOfTooLittle() {
    see(SHORT, 0);
    see(SHORT, 2_999);
    assertThat(thinness.isThin()).isFalse();
    see(SHORT, 1);
    assertThat(thinness.isThin()).isTrue();
  }

  @Test
  void aMomentOfEnoughBeginsTheThreeSecondsAnew() {
    see(SHORT, 0);
    see(BETWEEN, 2_000);
    see(SHORT, 0);
    see(SHORT, 2_000);
    assertThat(thinness.isThin()).isFalse();
  }

  @Test
  void aThinCohortStaysThinUntilThereIsPlenty() {
    see(SHORT, 0);
    see(SHORT, 3_000);
    see(BETWEEN, 0);
    see(BETWEEN, 60_000);
    assertThat(thinness.isThin()).isTrue();
    see(ENOUGH, 0);
    see(ENOUGH, 3_000);
    assertThat(thinness.isThin()).isFalse();
  }

  @Test
  void aCohortThatNeedsNothingIsNotThin() {
    see(new Supply(0, 0, 0, 0), 0);
    see(new Supply(0, 0, 0, 0), 60_000);
    assertThat(thinness.isThin()).isFalse();
  }

  @Test
  void hotWebseedsRaisePatienceByStepsUpToItsMost() {
    assertThat(RULES.patienceAt(0)).isEqualTo(RULES.patience());
    assertThat(RULES.patienceAt(RULES.easyHeat())).isEqualTo(RULES.patience());
    assertThat(RULES.patienceAt(0.76)).isEqualTo(Duration.ofSeconds(16));
    assertThat(RULES.patienceAt(1)).isEqualTo(RULES.mostPatience());
    assertThat(RULES.patienceAt(7)).isEqualTo(RULES.mostPatience());
  }

  private void see(Supply supply, long afterMs) {
    now = now.plusMillis(afterMs);
    thinness.update(supply, now);
  }
}
