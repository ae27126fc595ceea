package io.cordwood.webseed.publish.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1920 | 1080 | 1080p=1920x1080 720p=1280x720 480p=854x480 240p=426x240
          3840 | 2160 | 1080p=1920x1080 720p=1280x720 480p=854x480 240p=426x240
          1280 | 720  | 720p=1280x720 480p=854x480 240p=426x240
          1024 | 576  | 576p=1024x576 360p=640x360 240p=426x240
          640  | 360  | 360p=640x360 240p=426x240
          426  | 240  | 240p=426x240
          321  | 243  | 242p=320x242
          1080 | 1920 | 1080p=1080x1920 720p=720x1280 480p=480x854 240p=240x426
          100  | 100  | 100p=100x100
          2    | 2    | 16p=16x16
          """)
  void aLadderIsNoTallerThanItsSource(int width, int height, String expected) {
    assertThat(text(Ladder.of(source(width, height, 25)))).isEqualTo(expected);
  }

  @Test
  void aTallerRungTakesMore() {
    var rungs = Ladder.of(source(1920, 1080, 25));
    assertThat(rungs)
        .isSortedAccordingTo(
            (a, b) -> Integer.compare(b.maxVideoBitsPerSecond(), a.maxVideoBitsPerSecond()));
    assertThat(rungs.getFirst().maxVideoBitsPerSecond()).isEqualTo(5_000_000);
  }

  @Test
  void fastPicturesTakeMore() {
    int slow = Ladder.of(source(1280, 720, 30)).getFirst().maxVideoBitsPerSecond();
    int fast = Ladder.of(source(1280, 720, 60)).getFirst().maxVideoBitsPerSecond();
    assertThat(fast).isGreaterThan(slow);
  }

  private static SourceFacts source(int width, int height, int rate) {
    return new SourceFacts(
        0, width, height, new FrameRate(rate, 1), Optional.empty(), Optional.empty());
  }

  private static String text(List<Rung> rungs) {
    return rungs.stream()
        .map(rung -> rung.name() + "=" + rung.width() + "x" + rung.height())
        .collect(Collectors.joining(" "));
  }
}
