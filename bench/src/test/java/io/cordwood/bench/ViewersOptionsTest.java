package io.cordwood.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ViewersOptionsTest {
  @Test
  void whatIsNotSaidIsAsTheGoalIsStated() {
    assertThat(ViewersOptions.parse(List.of()))
        .isEqualTo(
            new ViewersOptions(
                8, 2, 120, Packaging.FAST_START, "480p", 30, 50, 1, PlayerSystem.OF_FILMS));
  }

  @Test
  void everyOptionIsTaken() {
    var words =
        "--viewers 3 --apart 0 --seconds 20 --packaging plain --rendition 240p --starts 5 --rtt 0"
            + " --rounds 3 --only cordwood";
    assertThat(ViewersOptions.parse(List.of(words.split(" "))))
        .isEqualTo(
            new ViewersOptions(
                3, 0, 20, Packaging.PLAIN, "240p", 5, 0, 3, List.of(PlayerSystem.CORDWOOD)));
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
    assertThatThrownBy(() -> ViewersOptions.parse(List.of("--packaging", "tin")))
        .hasMessageContaining("plain|fast-start");
    assertThatThrownBy(() -> ViewersOptions.parse(List.of("--only", "vlc")))
        .hasMessageContaining("plain|p2p-media-loader|cordwood");
  }
}
