package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RingSlotTest {
  static Stream<Vectors.Case> ring() {
    return Vectors.cases("ring.json");
  }

  @ParameterizedTest
  @MethodSource("ring")
  void theVectorsOfTheRingHold(Vectors.Case vector) {
    var input = vector.input();
    int slot =
        RingSlot.of(
            new RenditionName(input.get("rendition").textValue()),
            input.get("epoch").longValue(),
            input.get("number").longValue(),
            input.get("piece").intValue(),
            input.get("pieces").intValue());
    assertThat(slot).isEqualTo(vector.expect().intValue());
  }
}
