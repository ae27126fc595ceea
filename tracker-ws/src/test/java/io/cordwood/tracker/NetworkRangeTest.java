package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class NetworkRangeTest {
  @Test
  void aRangeHasTheAddressesThatShareItsFirstBits() {
    assertThat(contains("10.0.0.0/8", "10.255.1.2")).isTrue();
    assertThat(contains("10.0.0.0/8", "11.0.0.0")).isFalse();
    assertThat(contains("192.0.2.128/25", "192.0.2.200")).isTrue();
    assertThat(contains("192.0.2.128/25", "192.0.2.127")).isFalse();
    assertThat(contains("192.0.2.77/31", "192.0.2.76")).isTrue();
    assertThat(contains("2001:db8::/33", "2001:db8:7fff::1")).isTrue();
    assertThat(contains("2001:db8::/33", "2001:db8:8000::1")).isFalse();
  }

  @Test
  void withoutBitsItIsOneAddressAndWithNoneItIsAll() {
    assertThat(contains("192.0.2.1", "192.0.2.1")).isTrue();
    assertThat(contains("192.0.2.1", "192.0.2.0")).isFalse();
    assertThat(contains("0.0.0.0/0", "203.0.113.9")).isTrue();
    assertThat(contains("::/0", "2001:db8::1")).isTrue();
  }

  @Test
  void theProtocolsAreNeverMixed() {
    assertThat(contains("0.0.0.0/0", "::1")).isFalse();
    assertThat(contains("::/0", "127.0.0.1")).isFalse();
    assertThat(contains("127.0.0.1/32", "::ffff:127.0.0.1")).isTrue();
  }

  @Test
  void whatIsNoRangeIsOneSentence() {
    for (var bad :
        new String[] {"", "x", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "a.b/8"}) {
      assertThatThrownBy(() -> NetworkRange.parse(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("\"" + bad + "\" is no range");
    }
  }

  private static boolean contains(String range, String address) {
    return NetworkRange.parse(range).contains(InetAddress.ofLiteral(address));
  }
}
