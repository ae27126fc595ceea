package io.cordwood.bench.stun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunOptionsTest {
  @Test
  void everyOptionHasADefault() {
    assertThat(StunOptions.parse(List.of())).isEqualTo(new StunOptions(5, 4, 64, 8, 3, 50_000));
  }

  @Test
  void everyOptionCanBeSet() {
    var words = "--rate 9 --rounds 4 --clients 2 --window 8 --warmup 7 --seconds 6".split(" ");
    assertThat(StunOptions.parse(List.of(words))).isEqualTo(new StunOptions(6, 7, 8, 2, 4, 9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--seconds", "--seconds 0", "--rate x", "--window 4", "--clients 2000", "--x 1"})
  void whatMakesNoSenseIsRefused(String words) {
    assertThatThrownBy(() -> StunOptions.parse(List.of(words.split(" "))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
