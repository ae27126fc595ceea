package io.cordwood.swarm.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class BufferedRandomTest {
  @Test
  void whatIsDrawnDoesNotRepeatWhenTheBufferIsFilledAgain() {
    var random = new BufferedRandom(new SecureRandom());
    var drawn = new HashSet<Long>();
    for (int i = 0; i < 1_000; i++) {
      drawn.add(random.nextLong());
      random.nextInt();
    }
    assertThat(drawn).hasSize(1_000);
  }

  @Test
  void boundedDrawsReachEveryValue() {
    var random = new BufferedRandom(new SecureRandom());
    var drawn = new HashSet<Integer>();
    for (int i = 0; i < 1_000; i++) {
      drawn.add(random.nextInt(10));
    }
    assertThat(drawn).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }
}
