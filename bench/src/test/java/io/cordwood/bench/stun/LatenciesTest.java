package io.cordwood.bench.stun;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void aShareOfAllLiesWithinItsTime() {
    var latencies = new Latencies();
    for (int micros = 0; micros < 100; micros++) {
      latencies.add(micros * 1000L + 999);
    }
    assertThat(latencies.count()).isEqualTo(100);
    assertThat(latencies.micros(0.5)).isEqualTo(50);
    assertThat(latencies.micros(0.99)).isEqualTo(99);
    assertThat(latencies.micros(1)).isEqualTo(100);
  }

  @Test
  void whatIsTooLongOrNegativeCountsAsTheLongestAndTheShortest() {
    var latencies = new Latencies();
    latencies.add(Long.MAX_VALUE);
    latencies.add(-5);
    assertThat(latencies.micros(0.5)).isEqualTo(1);
    assertThat(latencies.micros(1)).isEqualTo(100_001);
  }

  @Test
  void ofNothingThereIsNoTime() {
    assertThat(new Latencies().micros(0.5)).isNaN();
  }
}
