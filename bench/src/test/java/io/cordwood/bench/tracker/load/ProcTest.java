package io.cordwood.bench.tracker.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcTest {
  private static final String STAT =
      "4242 (a) b (c)) S 1 4242 4242 0 -1 4194304 900 0 3 0 1234 66 7 8 20 0 12 0 99 1000 2000";

  @Test
  void processorTimeIsUserAndSystemWhateverTheProgramIsCalled() {
    assertThat(ProcStat.cpuSeconds(STAT)).isEqualTo(13.0);
  }

  @Test
  void residentMemoryAndFilesAreRead() {
    assertThat(ProcStat.residentBytes("Name:\tjava\nVmHWM:\t  9 kB\nVmRSS:\t  2048 kB\n"))
        .isEqualTo(2L << 20);
    assertThat(ProcStat.files("Limit Soft Hard\nMax open files            20000   30000  files\n"))
        .isEqualTo(20_000);
    assertThat(ProcStat.files("Max open files  unlimited unlimited files\n"))
        .isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> ProcStat.residentBytes("Name: x")).hasMessageContaining("VmRSS");
  }

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
