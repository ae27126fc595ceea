package io.cordwood.signaling.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.signaling.join.Joiners.Joiner;
import io.cordwood.swarm.content.PeerId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JoinersTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Joiner PHONE = new Joiner(false, true, Optional.empty());

  private final Joiners joiners = new Joiners(2);

  @Test
  void aViewerIsRememberedAndAStrangerIsTakenForADesktop() {
    joiners.remember(peer(1), PHONE, NOW.plusSeconds(10), NOW);
    assertThat(joiners.find(peer(1))).isEqualTo(PHONE);
    assertThat(joiners.find(peer(2))).isEqualTo(Joiner.DESKTOP);
  }

  @Test
  void nobodyIsForgottenEarlyForANewcomer() {
    joiners.remember(peer(1), PHONE, NOW.plusSeconds(10), NOW);
    joiners.remember(peer(2), PHONE, NOW.plusSeconds(20), NOW);
    joiners.remember(peer(3), PHONE, NOW.plusSeconds(30), NOW);
    assertThat(joiners.find(peer(1))).isEqualTo(PHONE);
    assertThat(joiners.find(peer(3))).isEqualTo(Joiner.DESKTOP);
    joiners.remember(peer(3), PHONE, NOW.plusSeconds(30), NOW.plusSeconds(10));
    assertThat(joiners.find(peer(1))).isEqualTo(Joiner.DESKTOP);
    assertThat(joiners.find(peer(3))).isEqualTo(PHONE);
  }

  @Test
  void whoRenewsIsRememberedOnWithoutTakingAnotherPlace() {
    joiners.remember(peer(1), PHONE, NOW.plusSeconds(10), NOW);
    joiners.remember(peer(2), PHONE, NOW.plusSeconds(20), NOW);
    joiners.remember(peer(1), PHONE, NOW.plusSeconds(30), NOW.plusSeconds(5));
    joiners.remember(peer(3), PHONE, NOW.plusSeconds(40), NOW.plusSeconds(25));
    assertThat(joiners.find(peer(1))).isEqualTo(PHONE);
    assertThat(joiners.find(peer(2))).isEqualTo(Joiner.DESKTOP);
    assertThat(joiners.find(peer(3))).isEqualTo(PHONE);
  }

  private static PeerId peer(int number) {
    var bytes = new byte[12];
    bytes[0] = (byte) number;
    return PeerId.ofNode(bytes);
  }
}
