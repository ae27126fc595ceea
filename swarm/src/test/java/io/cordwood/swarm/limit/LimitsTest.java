package io.cordwood.swarm.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final AddressKey A = key("192.0.2.1");
  private static final AddressKey B = key("192.0.2.2");

  @Test
  void aBucketGivesItsBurstThenItsRate() {
    var bucket = new TokenBucket(3, 2, NOW);
    assertThat(taken(bucket, 5, NOW)).isEqualTo(3);
    assertThat(taken(bucket, 5, NOW.plusMillis(499))).isZero();
    assertThat(taken(bucket, 5, NOW.plusMillis(500))).isEqualTo(1);
    assertThat(taken(bucket, 9, NOW.plusSeconds(60))).isEqualTo(3);
  }

  @Test
  void aClockThatGoesBackGivesNothing() {
    var bucket = new TokenBucket(1, 1, NOW);
    assertThat(bucket.take(NOW)).isTrue();
    assertThat(bucket.take(NOW.minusSeconds(100))).isFalse();
    assertThat(bucket.take(NOW.plusSeconds(1))).isTrue();
  }

  @Test
  void addressesDoNotTakeFromEachOther() {
    var rates = new AddressRates(1, 1, 10, NOW);
    assertThat(rates.take(A, NOW)).isTrue();
    assertThat(rates.take(A, NOW)).isFalse();
    assertThat(rates.take(B, NOW)).isTrue();
  }

  @Test
  void aFullMemoryForgetsNobodyAndSharesOneBucketAmongNewcomers() {
    var rates = new AddressRates(1, 0.001, 1, NOW);
    assertThat(rates.take(A, NOW)).isTrue();
    assertThat(rates.take(B, NOW)).isTrue();
    assertThat(rates.take(key("192.0.2.3"), NOW)).isFalse();
    assertThat(rates.take(A, NOW)).isFalse();
    assertThat(rates.size()).isEqualTo(1);
  }

  @Test
  void onlyAddressesWithAFullBucketAreForgotten() {
    var rates = new AddressRates(2, 1, 10, NOW);
    rates.take(A, NOW);
    rates.take(B, NOW.plusMillis(1_500));
    rates.forgetIdle(NOW.plusMillis(1_600));
    assertThat(rates.size()).isEqualTo(1);
    rates.forgetIdle(NOW.plusMillis(2_500));
    assertThat(rates.size()).isZero();
  }

  @Test
  void anAddressHoldsAtMostItsNumberAndIsForgottenWhenItHoldsNone() {
    var counts = new AddressCounts(2);
    assertThat(counts.acquire(A)).isTrue();
    assertThat(counts.acquire(A)).isTrue();
    assertThat(counts.acquire(A)).isFalse();
    assertThat(counts.acquire(B)).isTrue();
    counts.release(A);
    assertThat(counts.acquire(A)).isTrue();
    counts.release(A);
    counts.release(A);
    counts.release(B);
    assertThat(counts.size()).isZero();
  }

  @Test
  void anIpv6HomeIsCountedByItsPrefix() {
    assertThat(key("2001:db8:1:2::1")).isEqualTo(key("2001:db8:1:2:ffff::9"));
    assertThat(key("2001:db8:1:2::1")).isNotEqualTo(key("2001:db8:1:3::1"));
    assertThat(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2"));
    assertThat(key("::ffff:192.0.2.1")).isEqualTo(key("192.0.2.1"));
  }

  @Test
  void theNetworkAroundAnAddressIsItsFirst24Or48Bits() {
    assertThat(prefix("192.0.2.1")).isEqualTo(prefix("192.0.2.255"));
    assertThat(prefix("192.0.2.1")).isNotEqualTo(prefix("192.0.3.1"));
    assertThat(prefix("255.255.255.1")).isEqualTo(prefix("255.255.255.2"));
    assertThat(prefix("2001:db8:1:2::1")).isEqualTo(prefix("2001:db8:1:ffff::1"));
    assertThat(prefix("2001:db8:1::")).isNotEqualTo(prefix("2001:db8:2::"));
  }

  @Test
  void anAddressAndTheNetworkAroundItAreDifferentKeys() {
    assertThat(key("192.0.2.0")).isNotEqualTo(prefix("192.0.2.0"));
    assertThat(key("2001:db8:1::")).isNotEqualTo(prefix("2001:db8:1::"));
    assertThat(key("::1")).isNotEqualTo(key("0.0.0.0"));
  }

  private static AddressKey prefix(String address) {
    return AddressKey.prefixOf(InetAddress.ofLiteral(address));
  }

  private static AddressKey key(String address) {
    return AddressKey.of(InetAddress.ofLiteral(address));
  }

  private static int taken(TokenBucket bucket, int attempts, Instant now) {
    int taken = 0;
    for (int i = 0; i < attempts; i++) {
      taken += bucket.take(now) ? 1 : 0;
    }
    return taken;
  }
}
