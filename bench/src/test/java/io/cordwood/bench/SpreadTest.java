package io.cordwood.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMedianOfAnEvenCountLiesBetweenTheMiddleTwo() {
    assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(4, 1.75, 2.5, 3.25));
  }

  @Test
  void oneNumberIsItsOwnSpread() {
    assertThat(Spread.of(List.of(7.0))).isEqualTo(new Spread(1, 7, 7, 7));
  }

  @Test
  void nothingHasNoMiddle() {
    assertThat(Spread.of(List.of()).median()).isNaN();
  }
}
