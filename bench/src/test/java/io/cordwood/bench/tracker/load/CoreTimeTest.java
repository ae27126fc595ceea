package io.cordwood.bench.tracker.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CoreTimeTest {
  @Test
  void theIdleTimeIsThatOfTheCore() {
    var stat = "cpu  9 9 9 999 9 0 0\ncpu0 1 1 1 250 50 0 0\ncpu10 1 1 1 700 0 0 0\n";
    assertThat(CoreTime.idleSeconds(stat, 0)).isEqualTo(3.0);
    assertThat(CoreTime.idleSeconds(stat, 10)).isEqualTo(7.0);
    assertThatThrownBy(() -> CoreTime.idleSeconds(stat, 1)).hasMessageContaining("no core 1");
  }

  @Test
  void aLatencysPercentilesAreInMilliseconds() {
    var latencies = new Latencies();
    for (var ms = 1; ms <= 1000; ms++) {
      latencies.record(ms * 1_000_000L);
    }
    var json = latencies.json();
    assertThat(json.get("count")).isEqualTo(1000L);
    assertThat((double) json.get("p50Ms")).isBetween(499.0, 501.0);
    assertThat((double) json.get("p99Ms")).isBetween(989.0, 991.0);
    assertThat((double) json.get("p999Ms")).isBetween(998.0, 1000.0);
  }
}
