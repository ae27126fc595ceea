package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.tracker.Forwarded.Source;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SECURITY row 12. */
class ForwardedTest {
  private static final String PROXY = "10.0.0.1";
  private final Forwarded proxies =
      new Forwarded(List.of(NetworkRange.parse("10.0.0.0/8"), NetworkRange.parse("fd00::/8")));

  @Test
  void aStrangersWordIsNotTaken() {
    assertThat(from("203.0.113.9", "198.51.100.1")).isEqualTo(client("203.0.113.9"));
    assertThat(from("203.0.113.9", "no address")).isEqualTo(client("203.0.113.9"));
  }

  @Test
  void withoutAHeaderTheProxyIsTheClient() {
    assertThat(from(PROXY)).isEqualTo(client(PROXY));
  }

  @Test
  void aTrustedProxysWordIsTaken() {
    assertThat(from(PROXY, "198.51.100.1")).isEqualTo(client("198.51.100.1"));
    assertThat(from("fd00::1", "2001:db8::1")).isEqualTo(client("2001:db8::1"));
  }

  @Test
  void whatTheClientInventedStandsLeftAndIsNotRead() {
    assertThat(from(PROXY, "192.0.2.66, 198.51.100.1")).isEqualTo(client("198.51.100.1"));
    assertThat(from(PROXY, "junk, 198.51.100.1, 10.9.9.9")).isEqualTo(client("198.51.100.1"));
    assertThat(from(PROXY, "192.0.2.66", "198.51.100.1,10.0.0.2"))
        .isEqualTo(client("198.51.100.1"));
  }

  @Test
  void aClientInsideTheTrustedNetworkIsItself() {
    assertThat(from(PROXY, "10.1.1.1, 10.2.2.2")).isEqualTo(client("10.1.1.1"));
  }

  @Test
  void portsAndBracketsArePassedOver() {
    assertThat(from(PROXY, "198.51.100.1:4711")).isEqualTo(client("198.51.100.1"));
    assertThat(from(PROXY, "[2001:db8::1]:4711")).isEqualTo(client("2001:db8::1"));
    assertThat(from(PROXY, "[2001:db8::1]")).isEqualTo(client("2001:db8::1"));
    assertThat(from(PROXY, "::ffff:198.51.100.1")).isEqualTo(client("198.51.100.1"));
  }

  @Test
  void whatIsNoAddressLeavesTheProxys() {
    for (var bad :
        List.of(
            "",
            "unknown",
            "198.51.100.1,",
            "example.org",
            "1",
            "198.51.100",
            "999.1.1.1",
            "0x7f.1",
            "fe80::1%1",
            ":",
            "1:2:3",
            "198.51.100.1:x",
            "\"198.51.100.1\"")) {
      assertThat(from(PROXY, bad))
          .as(bad)
          .isEqualTo(new Source.Unreadable(InetAddress.ofLiteral(PROXY)));
    }
  }

  private Source from(String peer, String... forwardedFor) {
    return proxies.of(InetAddress.ofLiteral(peer), List.of(forwardedFor));
  }

  private static Source client(String address) {
    return new Source.Client(InetAddress.ofLiteral(address));
  }
}
