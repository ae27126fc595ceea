package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveChannelTest {
  static Stream<Vectors.Case> channels() {
    return Vectors.cases("live.json", "channels");
  }

  static Stream<Vectors.Case> pieces() {
    return Vectors.cases("live.json", "pieces");
  }

  @ParameterizedTest
  @MethodSource("channels")
  void theVectorsOfChannelsHold(Vectors.Case vector) {
    var hex = vector.input().get("key").textValue();
    if (vector.isRefused()) {
      vector.assertRefused(() -> ChannelKey.parse(hex));
      return;
    }
    var key = ChannelKey.parse(hex);
    var title = TitleId.parse(vector.input().get("title").textValue());
    assertThat(new LiveChannel(title, key).swarm().hex())
        .isEqualTo(vector.expect().get("swarm").textValue());
    assertThat(key.x()).isEqualTo(vector.expect().get("x").textValue());
    assertThat(key.y()).isEqualTo(vector.expect().get("y").textValue());
    assertThat(ChannelKey.ofJwk(key.x(), key.y())).isEqualTo(key);
  }

  @ParameterizedTest
  @MethodSource("pieces")
  void theVectorsOfPiecesHold(Vectors.Case vector) {
    var input = vector.input();
    var piece =
        new LivePiece(
            input.get("number").intValue(),
            input.get("rendition").intValue(),
            input.get("piece").intValue());
    long index = vector.expect().get("index").longValue();
    assertThat(piece.index()).isEqualTo(index);
    assertThat(LivePiece.of(index, input.get("near").intValue())).isEqualTo(piece);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1 << 19, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5 << 20, 2_146_000_000})
  void anIndexIsReadByAnyNumberWithin19BitsOfItsOwn(int number) {
    var piece = new LivePiece(number, 5, 300);
    for (int apart : new int[] {-(1 << 19), -4_000, -3, -1, 0, 1, 3, 4_000, (1 << 19) - 1}) {
      int near = number + apart;
      if (near >= 0) {
        assertThat(LivePiece.of(piece.index(), near)).as("near %d", near).isEqualTo(piece);
      }
    }
    int beyond = number + (1 << 19);
    assertThat(LivePiece.of(piece.index(), beyond).number()).isEqualTo(number + (1 << 20));
  }

  @ParameterizedTest
  @CsvSource({"0,0,0", "-1,0,0", "1,8,0", "1,-1,0", "1,0,512", "1,0,-1"})
  void aPieceOutsideTheBoundsHasNoIndex(int number, int rendition, int piece) {
    Vectors.assertRefused(Code.GEOMETRY, () -> new LivePiece(number, rendition, piece));
  }

  @ParameterizedTest
  @CsvSource({
    "-1,1",
    "4294967296,1",
    "0,1",
    "4095,524287",
    "4294967295,1",
    "4294967295,524286",
    "0,2147483647",
    "2147479552,2147483647"
  })
  void anIndexOfNoNumberNearIsRefused(long index, int near) {
    Vectors.assertRefused(Code.GEOMETRY, () -> LivePiece.of(index, near));
  }

  @Test
  void aKeyPairIsReadFromItsFileAgain() {
    var pair = ChannelKeyPair.generate();
    var read = ChannelKeyPair.parsePem(pair.pem());
    byte[] message = "logs".getBytes(StandardCharsets.US_ASCII);
    assertThat(read.publicKey()).isEqualTo(pair.publicKey());
    assertThat(pair.publicKey().verifies(message, read.sign(message))).isTrue();
    assertThat(read.pem()).isEqualTo(pair.pem());
  }

  @Test
  void halvesOfTwoPairsAreRefused() {
    var first = ChannelKeyPair.generate().pem();
    var second = ChannelKeyPair.generate().pem();
    var mixed =
        first.substring(0, first.indexOf("-----BEGIN PUBLIC"))
            + second.substring(second.indexOf("-----BEGIN PUBLIC"));
    Vectors.assertRefused(Code.KEY, () -> ChannelKeyPair.parsePem(mixed));
  }

  @Test
  void aFileWithoutBothHalvesIsRefused() {
    var pem = ChannelKeyPair.generate().pem();
    Vectors.assertRefused(Code.KEY, () -> ChannelKeyPair.parsePem(""));
    Vectors.assertRefused(Code.KEY, () -> ChannelKeyPair.parsePem(pem.substring(40)));
    Vectors.assertRefused(
        Code.KEY,
        () -> ChannelKeyPair.parsePem(pem.replaceFirst("[A-Za-z0-9+/]{8}\n", "AAAAAAAA\n")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
  void coordinatesOfAnotherFormAreRefused(String x) {
    var y = ChannelKeyPair.generate().publicKey().y();
    Vectors.assertRefused(Code.KEY, () -> ChannelKey.ofJwk(x, y));
  }

  @Test
  void aMissingCoordinateIsRefused() {
    var x = ChannelKeyPair.generate().publicKey().x();
    Vectors.assertRefused(Code.KEY, () -> ChannelKey.ofJwk(x, null));
  }
}
