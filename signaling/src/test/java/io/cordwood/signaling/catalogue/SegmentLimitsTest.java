package io.cordwood.signaling.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.signaling.LiveSamples;
import io.cordwood.signaling.http.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SegmentLimitsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final SegmentLimits limits = new SegmentLimits();
  private final Title title =
      Json.read(new LiveSamples("demo/news").title("on", "480p", "240p"), Title.class);

  @Test
  void anEncoderIsNeverHeldBack() {
    for (int second = 0; second < 10_000; second += 2) {
      assertThat(limits.admits(title, NOW.plusSeconds(second))).isTrue();
      assertThat(limits.admits(title, NOW.plusSeconds(second))).isTrue();
    }
  }

  @Test
  void aFloodIsCutToFourTimesAsMany() {
    int admitted = 0;
    for (int ms = 0; ms < 60_000; ms += 10) {
      admitted += limits.admits(title, NOW.plusMillis(ms)) ? 1 : 0;
    }
    assertThat(admitted).isBetween(128 + 230, 128 + 250);
  }

  @Test
  void aNumberGoesNoFartherThanTimeAndALeap() {
    assertThat(limits.reaches(title, 500_000, NOW)).isTrue();
    assertThat(limits.reaches(title, 501_001, NOW)).isFalse();
    assertThat(limits.reaches(title, 501_000, NOW)).isTrue();
    assertThat(limits.reaches(title, 499_000, NOW)).isTrue();
    var hourLater = NOW.plusSeconds(3600);
    assertThat(limits.reaches(title, 501_000 + 8_200, NOW.plusSeconds(1))).isFalse();
    assertThat(limits.reaches(title, 501_000 + 8_200, hourLater)).isTrue();
  }
}
