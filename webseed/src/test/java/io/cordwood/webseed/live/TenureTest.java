package io.cordwood.webseed.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.webseed.live.LeaseGiver.Answer;
import io.cordwood.webseed.live.Tenure.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TenureTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Answer GRANTED =
      new Answer.Granted(Duration.ofSeconds(10), Mark.NONE, Optional.empty());

  private final Tenure tenure = new Tenure();

  @Test
  void withoutANodeNobodyIsAsked() {
    assertThat(tenure.entry(NOW)).isEqualTo(new Entry.May());
    assertThat(tenure.signs(NOW)).isTrue();
  }

  @Test
  void nothingIsSignedBeforeTheLeaseIsThereNorBehindItsEnd() {
    tenure.begin();
    assertThat(tenure.entry(NOW)).isEqualTo(new Entry.MustAsk());
    assertThat(tenure.signs(NOW)).isFalse();
    tenure.heard(GRANTED, NOW, false);
    assertThat(tenure.signs(NOW.plusMillis(9_999))).isTrue();
    assertThat(tenure.signs(NOW.plusSeconds(10))).isFalse();
    assertThat(tenure.entry(NOW.plusSeconds(10))).isEqualTo(new Entry.MustAsk());
    assertThat(tenure.renews(NOW.plusSeconds(10))).isFalse();
  }

  @Test
  void whoIsRefusedStopsAtOnceAndAsksAgainAfterASecond() {
    tenure.begin();
    tenure.heard(GRANTED, NOW, false);
    tenure.heard(new Answer.Held("seed-b has it"), NOW.plusSeconds(1), true);
    assertThat(tenure.signs(NOW.plusSeconds(1))).isFalse();
    assertThat(tenure.entry(NOW.plusMillis(1_999)))
        .isEqualTo(new Entry.MayNot(409, "seed-b has it"));
    assertThat(tenure.entry(NOW.plusSeconds(2))).isEqualTo(new Entry.MustAsk());
  }

  @Test
  void whileNobodyAnswersWhoHadTheLeaseGoesOnAndNobodyElse() {
    tenure.begin();
    tenure.heard(new Answer.Away(), NOW, false);
    assertThat(tenure.entry(NOW))
        .isInstanceOfSatisfying(Entry.MayNot.class, no -> assertThat(no.status()).isEqualTo(503));
    tenure.heard(new Answer.Away(), NOW.plusSeconds(1), true);
    assertThat(tenure.signs(NOW.plusMillis(2_999))).isTrue();
    assertThat(tenure.entry(NOW.plusSeconds(3))).isEqualTo(new Entry.MustAsk());
  }

  @Test
  void anAnswerThatDoesNotComeEndsNoLeaseThatLasts() {
    tenure.begin();
    tenure.heard(GRANTED, NOW, false);
    tenure.heard(new Answer.Away(), NOW.plusSeconds(1), true);
    assertThat(tenure.signs(NOW.plusMillis(9_999))).isTrue();
    assertThat(tenure.renews(NOW.plusMillis(1_499))).isFalse();
    assertThat(tenure.renews(NOW.plusMillis(1_500))).isTrue();
  }
}
