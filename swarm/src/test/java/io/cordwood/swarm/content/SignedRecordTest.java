package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignedRecordTest {
  private static final TitleId NEWS = TitleId.parse("demo/news");
  private static final ChannelKeyPair PAIR = ChannelKeyPair.generate();
  private static final LiveChannel CHANNEL = new LiveChannel(NEWS, PAIR.publicKey());

  static Stream<Vectors.Case> vectors() {
    return Vectors.cases("live.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theVectorsHold(Vectors.Case vector) {
    var input = vector.input();
    byte[] bytes = HexFormat.of().parseHex(input.get("record").textValue());
    var channel =
        new LiveChannel(
            TitleId.parse(input.get("title").textValue()),
            ChannelKey.parse(input.get("key").textValue()));
    if (vector.isRefused()) {
      vector.assertRefused(() -> SignedRecord.decode(bytes, channel));
      return;
    }
    var signed = SignedRecord.decode(bytes, channel);
    assertThat(signed.atMs()).isEqualTo(vector.expect().get("at").longValue());
    assertThat(signed.record()).isEqualTo(RecordCodecTest.record(vector.expect().get("record")));
    assertThat(hashes(signed)).isEqualTo(expectedHashes(vector));
    assertThat(signed.encode()).isEqualTo(bytes);
  }

  private static List<String> hashes(SignedRecord signed) {
    var hashes = new ArrayList<String>();
    for (int piece = 0; piece < signed.hashes().count(); piece++) {
      hashes.add(signed.hashes().get(piece).hex());
    }
    return hashes;
  }

  private static List<String> expectedHashes(Vectors.Case vector) {
    var hashes = new ArrayList<String>();
    vector.expect().get("hashes").forEach(hash -> hashes.add(hash.textValue()));
    return hashes;
  }

  @Test
  void whatIsSignedIsReadAgain() {
    var signed = signed(200_000);
    var read = SignedRecord.decode(signed.encode(), CHANNEL);
    assertThat(read).isEqualTo(signed);
    assertThat(read.encode()).isEqualTo(signed.encode());
    assertThat(
            read.hashes().matches(12, Arrays.copyOfRange(Vectors.data(200_000), 196_608, 200_000)))
        .isTrue();
  }

  @Test
  void aSegmentSignedTwiceIsReadTwice() {
    var first = signed(70_000);
    var second = signed(70_000);
    assertThat(first).isNotEqualTo(second);
    assertThat(SignedRecord.decode(second.encode(), CHANNEL).record()).isEqualTo(first.record());
  }

  @Test
  void hashesOfAnotherSegmentAreNotSigned() {
    var record = record(70_000);
    Vectors.assertRefused(
        Code.HASH, () -> SignedRecord.sign(PAIR, NEWS, 0, record, LiveVectors.hashes(70_001)));
  }

  @Test
  void aTimeBeforeTheChannelIsNotSigned() {
    var record = record(10);
    Vectors.assertRefused(
        Code.RECORD, () -> SignedRecord.sign(PAIR, NEWS, -1, record, LiveVectors.hashes(10)));
  }

  @Test
  void anOversizedOneIsRefusedBeforeItIsRead() {
    Vectors.assertRefused(
        Code.TOO_BIG, () -> SignedRecord.decode(new byte[SignedRecord.MAX_BYTES + 1], CHANNEL));
  }

  static SignedRecord signed(int size) {
    return SignedRecord.sign(PAIR, NEWS, 32_000, record(size), LiveVectors.hashes(size));
  }

  static SignedRecord read(byte[] bytes) {
    return SignedRecord.decode(bytes, CHANNEL);
  }

  private static SegmentRecord record(int size) {
    return new SegmentRecord(
        new RenditionName("240p"),
        0,
        17,
        0,
        ContentPath.parse("240p/0-17.m4s"),
        size,
        2_000,
        LiveVectors.hashes(size).root(),
        "#EXTINF:2.000,\n0-17.m4s");
  }
}
