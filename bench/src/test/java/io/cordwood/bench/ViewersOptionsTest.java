package io.cordwood.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ViewersOptionsTest {
  @Test
  void whatIsNotSaidIsAsTheGoalIsStated() {
    assertThat(ViewersOptions.parse(List.of())).isEqualTo(new ViewersOptions(8, 2, 20, "480p", 26));
  }

  @Test
  void everyOptionIsTaken() {
    var words =
        List.of(
            "--viewers",
            "3",
            "--apart",
            "0",
            "--starts",
            "5",
            "--rendition",
            "240p",
            "--segments",
            "4");
    assertThat(ViewersOptions.parse(words)).isEqualTo(new ViewersOptions(3, 0, 5, "240p", 4));
  }

  @Test
  void anOptionThatMakesNoSenseIsRefusedWithWhatWouldBeRight() {
    assertThatThrownBy(() -> ViewersOptions.parse(List.of("--viewers", "none")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--viewers takes a number from 1");
    assertThatThrownBy(() -> ViewersOptions.parse(List.of("--starts")))
        .hasMessageContaining("needs a value");
    assertThatThrownBy(() -> ViewersOptions.parse(List.of("--loud", "1")))
        .hasMessageContaining("no option --loud");
  }
}
