package io.cordwood.swarm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CoolingTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000);
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration MOST = Duration.ofSeconds(60);

  @Test
  void theWaitTriplesWithEachFailureAndStopsAtTheMost() {
    var once = Cooling.NEVER.failed(NOW, FIRST, MOST);
    var twice = once.failed(once.until(), FIRST, MOST);
    var thrice = twice.failed(twice.until(), FIRST, MOST);
    var often = thrice.failed(thrice.until(), FIRST, MOST);
    assertThat(once.until()).isEqualTo(NOW.plusSeconds(5));
    assertThat(twice.until()).isEqualTo(once.until().plusSeconds(15));
    assertThat(thrice.until()).isEqualTo(twice.until().plusSeconds(45));
    assertThat(often.until()).isEqualTo(thrice.until().plusSeconds(60));
  }

  @Test
  void aLiarIsKeptFromForAsLongAsWasSaidWhateverFails() {
    var end = NOW.plus(Duration.ofHours(1));
    assertThat(Cooling.NEVER.atLeast(end).failed(NOW, FIRST, MOST).until()).isEqualTo(end);
    assertThat(Cooling.NEVER.failed(NOW, FIRST, MOST).atLeast(end).until()).isEqualTo(end);
  }
}
