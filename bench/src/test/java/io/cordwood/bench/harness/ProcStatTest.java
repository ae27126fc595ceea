package io.cordwood.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcStatTest {
  @Test
  void userAndSystemTicksAreAddedWhateverTheProgramIsCalled() {
    var stat = "42 (a (b) c) S 1 42 42 0 -1 4194304 10 20 30 40 150 250 7 8 20 0 3 0 99 1 2";
    assertThat(ProcStat.cpuSeconds(stat)).isEqualTo(4.0);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aProcessThatHasWorkedHasUsedTime() {
    var pid = ProcessHandle.current().pid();
    var before = new ProcStat(pid).cpuSeconds();
    Await.until("time counts", Duration.ofMinutes(2), () -> busier(pid, before));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void noProcessHasNoTime() {
    assertThatThrownBy(() -> new ProcStat(-1).cpuSeconds())
        .isInstanceOf(UncheckedIOException.class);
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

  private static boolean busier(long pid, double before) {
    var sum = 0L;
    for (var i = 0; i < 10_000_000; i++) {
      sum += i ^ sum;
    }
    return sum != 1 && new ProcStat(pid).cpuSeconds() > before;
  }
}
