package io.cordwood.signaling.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StunMainTest {
  @Test
  void thePortIsWhatIsAskedFor() {
    assertThat(StunMain.port(List.of("--port", "3478"))).isEqualTo(3478);
    assertThat(StunMain.port(List.of("--port", "0"))).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--port", "--port x", "--port 65536", "--port -5", "3478", "--p 1"})
  void otherWordsAreNotUnderstood(String words) {
    assertThat(StunMain.port(List.of(words.split(" ")))).isNegative();
  }
}
