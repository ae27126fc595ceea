package io.cordwood.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveOptionsTest {
  @Test
  void viewersComeAtAllMomentsOfASegmentUnlessAnotherTimeIsSaid() {
    assertThat(LiveOptions.parse(List.of()).apart()).isEqualTo(Duration.ofMillis(1250));
    assertThat(LiveOptions.parse(List.of("--apart", "0")).apart()).isZero();
  }

  @Test
  void aTimeThatMakesNoSenseIsRefusedWithWhatWouldBeRight() {
    for (var wrong : List.of("-1", "soon", "3601")) {
      assertThatThrownBy(() -> LiveOptions.parse(List.of("--apart", wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("--apart takes seconds from 0 to 3600");
    }
  }

  @Test
  void anOptionThatMakesNoSenseIsRefusedWithWhatWouldBeRight() {
    assertThat(LiveOptions.parse(List.of("--only", "p2p-media-loader")).systems())
        .containsExactly(PlayerSystem.MEDIA_LOADER, PlayerSystem.MEDIA_LOADER_TUNED);
    assertThatThrownBy(() -> LiveOptions.parse(List.of("--viewers", "0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--viewers takes a number from 1 to 3600");
    assertThatThrownBy(() -> LiveOptions.parse(List.of("--only", "nobody")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cordwood");
  }
}
