package io.cordwood.signaling.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoteAddressTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:39818, 127.0.0.1",
    "0:0:0:0:0:0:0:1:39818, 0:0:0:0:0:0:0:1",
    "[::1]:39818, ::1",
    "fe80:0:0:0:1:2:3:4%eth0:39818, fe80:0:0:0:1:2:3:4",
  })
  void theHostIsWhatStandsBeforeThePort(String address, String host) {
    assertThat(RemoteAddress.host(address)).isEqualTo(host);
  }
}
