package io.cordwood.bench.tracker.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GcPausesTest {
  private static final long NINE_SHARP = 1795597200000L;

  @Test
  void onlyPausesOfTheMeasuredTimeCount() {
    var pauses =
        GcPauses.of(
            Stream.of(
                "[2026-11-25T08:59:59.999+0000] GC(1) Pause Young (Normal) (G1 Evacuation Pause) 25M->5M(512M) 9.100ms",
                "[2026-11-25T09:00:00.000+0000] GC(2) Pause Young (Normal) (G1 Evacuation Pause)",
                "[2026-11-25T09:00:00.002+0000] GC(2) Pause Young (Normal) (G1 Evacuation Pause) 25M->5M(512M) 1.500ms",
                "[2026-11-25T09:00:00.500+0000] GC(3) Pause Remark 8M->8M(512M) 2.250ms",
                "[2026-11-25T10:00:00.600+0100] GC(4) Y: Pause Mark Start 0.010ms",
                "[2026-11-25T09:00:00.700+0000] GC(5) Concurrent Mark 15.000ms",
                "[2026-11-25T09:00:00.800+0000] Safepoint \"Cleanup\", Time since last: 5 ns, Reaching safepoint: 1 ns, At safepoint: 2 ns, Leaving safepoint: 1 ns, Total: 3500000 ns, Threads: 1 runnable, 9 total",
                "[2026-11-25T09:00:01.001+0000] GC(6) Pause Young (Normal) (G1 Evacuation Pause) 25M->5M(512M) 8.000ms"),
            NINE_SHARP,
            NINE_SHARP + 1000);
    assertThat(pauses).isEqualTo(new GcPauses(3, 2.25, 2.25, 3.5));
  }

  @Test
  void theNinetyNinthOfAHundredIsTheNinetyNinth() {
    var lines =
        IntStream.rangeClosed(1, 100)
            .mapToObj(
                i ->
                    "[2026-11-25T09:00:00.100+0000] GC(%d) Pause Young 1M->1M(2M) %d.000ms"
                        .formatted(i, i));
    var pauses = GcPauses.of(lines, NINE_SHARP, NINE_SHARP + 1000);
    assertThat(pauses.p99Ms()).isEqualTo(99);
    assertThat(pauses.maxMs()).isEqualTo(100);
  }

  @Test
  void withoutPausesThereIsNoPercentile() {
    assertThat(GcPauses.of(Stream.empty(), 0, 1).p99Ms()).isNaN();
  }

  @Test
  void theLiveHeapIsTheHistogramsTotal() {
    var histogram =
        "4242:\n num     #instances\n   1:  10  240  [B (java.base)\nTotal            77        60609976\n";
    assertThat(LiveHeap.total(histogram)).isEqualTo(60_609_976);
  }
}
