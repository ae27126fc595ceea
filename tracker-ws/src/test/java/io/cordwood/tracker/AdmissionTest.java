package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.tracker.Admission.Refusal;
import io.cordwood.tracker.Admission.Seat;
import io.cordwood.tracker.Admission.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** SECURITY row 5, for connections. */
class AdmissionTest {
  private final Admission admission = admission(5, 2, 3);

  @Test
  void anAddressHasItsNumberOfSeats() {
    var first = (Seat) ask("192.0.2.1");
    ask("192.0.2.1");
    assertThat(ask("192.0.2.1")).isEqualTo(Refusal.ADDRESS_FULL);
    first.leave();
    assertThat(ask("192.0.2.1")).isInstanceOf(Seat.class);
  }

  @Test
  void theNetworkAroundItHasItsNumberToo() {
    ask("192.0.2.1");
    ask("192.0.2.2");
    ask("192.0.2.3");
    assertThat(ask("192.0.2.4")).isEqualTo(Refusal.NETWORK_FULL);
    assertThat(ask("192.0.3.4")).isInstanceOf(Seat.class);
  }

  @Test
  void anIpv6HomeIsOneAddress() {
    ask("2001:db8:1:1::1");
    ask("2001:db8:1:1::2");
    assertThat(ask("2001:db8:1:1:ffff::")).isEqualTo(Refusal.ADDRESS_FULL);
    ask("2001:db8:1:2::1");
    assertThat(ask("2001:db8:1:3::1")).isEqualTo(Refusal.NETWORK_FULL);
  }

  @Test
  void theDoorHasItsNumber() {
    for (int i = 0; i < 5; i++) {
      assertThat(ask("192.0." + i + ".1")).isInstanceOf(Seat.class);
    }
    assertThat(ask("192.0.9.1")).isEqualTo(Refusal.FULL);
    assertThat(admission.taken()).isEqualTo(5);
  }

  @Test
  void whoIsRefusedHoldsNothing() {
    var tiny = admission(1, 9, 9);
    var seat = (Seat) ask(tiny, "192.0.2.1");
    for (int i = 0; i < 20; i++) {
      assertThat(ask(tiny, "192.0.2.2")).isEqualTo(Refusal.FULL);
    }
    seat.leave();
    assertThat(tiny.remembered()).isZero();
    assertThat(tiny.taken()).isZero();
  }

  @Test
  void aSeatIsLeftOnce() {
    var seat = (Seat) ask("192.0.2.1");
    ask("192.0.2.1");
    seat.leave();
    seat.leave();
    assertThat(admission.taken()).isEqualTo(1);
    ask("192.0.2.1");
    assertThat(ask("192.0.2.1")).isEqualTo(Refusal.ADDRESS_FULL);
  }

  @Test
  void onlyPagesOfTheListMayConnect() {
    var listed = new Admission(limits(5, 5, 5), Set.of("https://a.example"));
    var home = client("192.0.2.1");
    assertThat(listed.ask(home, Optional.of("https://a.example"))).isInstanceOf(Seat.class);
    assertThat(listed.ask(home, Optional.of("http://a.example"))).isEqualTo(Refusal.ORIGIN);
    assertThat(listed.ask(home, Optional.of("null"))).isEqualTo(Refusal.ORIGIN);
    assertThat(listed.ask(home, Optional.empty())).isEqualTo(Refusal.ORIGIN);
    assertThat(listed.taken()).isEqualTo(1);
  }

  @Test
  void whenItIsClosedNobodyIsLetInAndItEmpties() throws Exception {
    var seat = (Seat) ask("192.0.2.1");
    admission.close();
    assertThat(ask("192.0.2.2")).isEqualTo(Refusal.DRAINING);
    assertThat(admission.awaitEmpty(Duration.ZERO)).isFalse();
    seat.leave();
    assertThat(admission.awaitEmpty(Duration.ZERO)).isTrue();
    assertThat(admission.awaitEmpty(Duration.ZERO)).isTrue();
  }

  private Verdict ask(String address) {
    return ask(admission, address);
  }

  private static Verdict ask(Admission of, String address) {
    return of.ask(client(address), Optional.empty());
  }

  private static ClientAddress client(String address) {
    return ClientAddress.of(InetAddress.ofLiteral(address));
  }

  private static Admission admission(int all, int perAddress, int perPrefix) {
    return new Admission(limits(all, perAddress, perPrefix), Set.of());
  }

  private static TrackerConfig.Limits limits(int all, int perAddress, int perPrefix) {
    return DoorRig.config().limits().withConnections(all, perAddress, perPrefix);
  }
}
