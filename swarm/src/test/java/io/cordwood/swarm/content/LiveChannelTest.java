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
    assertThat(LivePiece.of(index)).isEqualTo(piece);
  }

  @ParameterizedTest
  @CsvSource({"0,0,0", "1048576,0,0", "1,8,0", "1,-1,0", "1,0,512", "1,0,-1"})
  void aPieceOutsideTheBoundsHasNoIndex(int number, int rendition, int piece) {
    Vectors.assertRefused(Code.GEOMETRY, () -> new LivePiece(number, rendition, piece));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 4_095, 4_294_967_296L})
  void anIndexOfNoPieceIsRefused(long index) {
    Vectors.assertRefused(Code.GEOMETRY, () -> LivePiece.of(index));
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
        () -> ChannelKeyPair.parsePem(pem.replaceFirst("[A-Za-z0-9]{8}\n", "AAAAAAAA\n")));
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
