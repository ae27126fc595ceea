package io.cordwood.bench.tracker.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.bench.harness.Ports;
import io.cordwood.bench.tracker.TrackerAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuiteTest {
  @Test
  void everyCaseOfTheListIsThereInItsOrder() {
    var groups =
        List.of(
            Map.entry("ENC", 6),
            Map.entry("ANN", 12),
            Map.entry("OFF", 12),
            Map.entry("ANS", 8),
            Map.entry("SCR", 6),
            Map.entry("SOCK", 10),
            Map.entry("BAD", 14));
    var ids =
        groups.stream()
            .flatMap(
                g -> IntStream.rangeClosed(1, g.getValue()).mapToObj(i -> g.getKey() + "-" + i))
            .toList();
    assertThat(Suite.all()).extracting(Case::id).containsExactlyElementsOf(ids);
  }

  @Test
  void casesAreChosenByIdAndByGroup() {
    assertThat(Suite.only(Set.of("ANN-3", "SCR")))
        .extracting(Case::id)
        .containsExactly("ANN-3", "SCR-1", "SCR-2", "SCR-3", "SCR-4", "SCR-5", "SCR-6");
    assertThatThrownBy(() -> Suite.only(Set.of("ANN-3", "ANN-99")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no case ANN-99");
  }

  @Test
  void aTrackerThatIsNotThereFailsAndSlowCasesAreSkipped() {
    var nobody = TrackerAddress.parse("ws://127.0.0.1:" + Ports.free() + "/", false);
    var cases = Suite.only(Set.of("ENC-1", "SOCK-8"));
    assertThat(Suite.play(Target.at(nobody, 1), cases, false))
        .extracting(Result::verdict)
        .containsExactly(Verdict.FAIL, Verdict.SKIP);
  }
}
