package io.cordwood.signaling.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Plain answers beside ice4j's, on requests from everywhere with all kinds of attributes. */
class PlainAnswersTest {
  private static final int TRIES = 5_000;
  private static final int FINGERPRINT = 0x8028;
  private static final int SOFTWARE = 0x8022;

  /** Optional and required ones that nobody knows, and some that ice4j looks into. */
  private static final List<Integer> OTHERS =
      List.of(
          0xC0DE, 0x8999, 0x7ABC, 0x0003, 0x0006, 0x0008, 0x0009, 0x0020, 0x0024, 0x8023, 0x8029);

  private final Random random = new Random(8489);

  @Test
  void aBareRequestIsAnsweredAsIce4jAnswersIt() {
    for (int i = 0; i < TRIES; i++) {
      assertPlain(header(), anyone());
    }
  }

  @Test
  void aRequestWithAFingerprintIsAnsweredAsIce4jAnswersIt() {
    for (int i = 0; i < TRIES; i++) {
      assertPlain(withFingerprint(header()), anyone());
    }
  }

  @Test
  void whatIsAnsweredPlainlyIsNeverAnsweredOtherwiseByIce4j() {
    int silent = 0;
    for (int i = 0; i < TRIES; i++) {
      var request = damagedAtTimes(withAttributes(header()));
      var from = anyone();
      var ice4j = StunAnswers.answer(request, request.length, from);
      plain(request, from).ifPresent(a -> assertThat(a).isEqualTo(ice4j.orElseThrow()));
      silent += ice4j.isEmpty() ? 1 : 0;
    }
    assertThat(silent).as("both kinds were tried").isBetween(TRIES / 100, TRIES * 9 / 10);
  }

  @Test
  void aFlippedBitOutsideTheTransactionIdIsNeverPlain() {
    var from = anyone();
    for (var request : List.of(header(), withFingerprint(header()))) {
      for (int bit = 0; bit < request.length * 8; bit++) {
        var flipped = request.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        boolean onlyTransaction = request.length == 20 && bit >= 64;
        assertThat(plain(flipped, from).isPresent()).as("bit %d", bit).isEqualTo(onlyTransaction);
      }
    }
  }

  @Test
  void shorterAndLongerDatagramsAreNotPlain() {
    for (int length = 0; length < StunAnswers.MAX_REQUEST_BYTES; length++) {
      if (length != 20) {
        assertThat(plain(Arrays.copyOf(header(), length), anyone())).isEmpty();
      }
    }
  }

  private static void assertPlain(byte[] request, InetSocketAddress from) {
    assertThat(plain(request, from).orElseThrow())
        .isEqualTo(StunAnswers.answer(request, request.length, from).orElseThrow());
  }

  private static Optional<byte[]> plain(byte[] request, InetSocketAddress from) {
    var answer = ByteBuffer.allocateDirect(PlainAnswers.MAX_ANSWER_BYTES);
    if (!PlainAnswers.answer(ByteBuffer.wrap(request), from, answer)) {
      return Optional.empty();
    }
    var bytes = new byte[answer.remaining()];
    answer.get(bytes);
    return Optional.of(bytes);
  }

  private InetSocketAddress anyone() {
    var address = new byte[random.nextBoolean() ? 4 : 16];
    random.nextBytes(address);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), random.nextInt(0x10000));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] header() {
    var transaction = new byte[12];
    random.nextBytes(transaction);
    return ByteBuffer.allocate(20).putLong(0x0001_0000_2112_A442L).put(transaction).array();
  }

  private byte[] withAttributes(byte[] request) {
    var longer = request;
    for (int left = random.nextInt(4); left > 0; left--) {
      boolean software = random.nextBoolean();
      int type = software ? SOFTWARE : OTHERS.get(random.nextInt(OTHERS.size()));
      longer = with(longer, type, new byte[random.nextInt(24)]);
    }
    return random.nextBoolean() ? withFingerprint(longer) : longer;
  }

  private byte[] damagedAtTimes(byte[] request) {
    if (random.nextInt(4) == 0) {
      request[random.nextInt(request.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return request;
  }

  private byte[] with(byte[] request, int type, byte[] value) {
    random.nextBytes(value);
    int padded = (value.length + 3) / 4 * 4;
    var longer = ByteBuffer.wrap(Arrays.copyOf(request, request.length + 4 + padded));
    longer.putShort(2, (short) (longer.capacity() - 20));
    longer.putShort(request.length, (short) type);
    longer.putShort(request.length + 2, (short) value.length);
    return longer.put(request.length + 4, value).array();
  }

  private byte[] withFingerprint(byte[] request) {
    var longer = ByteBuffer.wrap(with(request, FINGERPRINT, new byte[4]));
    var crc = new CRC32();
    crc.update(longer.array(), 0, request.length);
    return longer.putInt(request.length + 4, (int) crc.getValue() ^ 0x5354554e).array();
  }
}
