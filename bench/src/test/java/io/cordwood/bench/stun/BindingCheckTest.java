package io.cordwood.bench.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** With the sample response of RFC 5769 §2.2, to 192.0.2.1 port 32853. */
class BindingCheckTest {
  private static final String RFC_5769 =
      "0101003c2112a442b7e7a701bc34d686fa87dfae"
          + "8022000b7465737420766563746f7220"
          + "002000080001a147e112a643"
          + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
          + "80280004c07d4c96";

  private static final long NUMBER = 0xbc34d686fa87dfaeL;

  private final BindingCheck check =
      new BindingCheck(
          new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 32853), 0xb7e7a701);

  @Test
  void theSampleResponseOfRfc5769IsRight() {
    assertThat(check.answered(sample())).isEqualTo(NUMBER);
  }

  @Test
  void theRequestIsABindingRequestWithSaltAndNumber() {
    var request = ByteBuffer.allocate(BindingCheck.REQUEST_BYTES);
    check.request(request, NUMBER);
    assertThat(HexFormat.of().formatHex(request.array()))
        .isEqualTo("000100002112a442b7e7a701bc34d686fa87dfae");
  }

  @Test
  void anotherTypeLengthCookieSaltOrAddressIsWrong() {
    for (int at : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 37, 39, 41, 42, 43, 44, 47}) {
      var changed = sample();
      changed.put(at, (byte) (changed.get(at) ^ 1));
      assertThat(check.answered(changed)).as("byte %d", at).isEqualTo(BindingCheck.WRONG);
    }
  }

  @Test
  void aCutAnswerIsWrongWhereverItIsCut() {
    for (int length = 0; length < sample().limit(); length++) {
      assertThat(check.answered(sample().limit(length))).isEqualTo(BindingCheck.WRONG);
    }
  }

  private static ByteBuffer sample() {
    return ByteBuffer.wrap(HexFormat.of().parseHex(RFC_5769));
  }
}
