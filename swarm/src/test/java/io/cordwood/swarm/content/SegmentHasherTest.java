package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SegmentHasherTest {
  static Stream<Vectors.Case> trees() {
    return Vectors.cases("merkle.json");
  }

  static Stream<Vectors.Case> lists() {
    return Vectors.cases("piece-hashes.json");
  }

  static PieceHashes hash(byte[] data, PieceLength pieceLength, int atOnce) {
    var hasher = new SegmentHasher(pieceLength);
    for (int at = 0; at < data.length; at += atOnce) {
      hasher.update(data, at, Math.min(atOnce, data.length - at));
    }
    return hasher.finish();
  }

  @ParameterizedTest
  @MethodSource("trees")
  void theVectorsHoldHoweverTheBytesArrive(Vectors.Case vector) {
    byte[] data = Vectors.data(vector.input().get("size").intValue());
    var pieceLength = PieceLength.of(vector.input().get("pieceLength").longValue());
    var wanted = vector.expect().get("pieceHashes");
    for (int atOnce : new int[] {1 + data.length / 3, 16_384, 999, data.length}) {
      var hashes = hash(data, pieceLength, atOnce);
      assertThat(hashes.root()).hasToString(vector.expect().get("root").textValue());
      assertThat(hashes.count()).isEqualTo(wanted.size());
      for (int piece = 0; piece < hashes.count(); piece++) {
        assertThat(hashes.get(piece)).hasToString(wanted.get(piece).textValue());
      }
      assertThat(hashes.hasLayer()).isEqualTo(wanted.size() > 1);
    }
  }

  @ParameterizedTest
  @MethodSource("trees")
  void hashesOfLongerPiecesFollowFromThoseOfShorterOnes(Vectors.Case vector) {
    byte[] data = Vectors.data(vector.input().get("size").intValue());
    var longer = PieceLength.of(vector.input().get("pieceLength").longValue());
    var shorter = hash(data, PieceLength.LIVE, data.length);
    var hashes = hash(data, longer, data.length);
    var derived = shorter.inPiecesOf(longer);
    assertThat(derived.root()).isEqualTo(hashes.root());
    assertThat(derived.bytes()).isEqualTo(hashes.bytes());
    if (longer.bytes() > PieceLength.LIVE.bytes()) {
      Vectors.assertRefused(Code.HASH, () -> hashes.inPiecesOf(PieceLength.LIVE));
    }
  }

  @ParameterizedTest
  @MethodSource("trees")
  void everyPieceMatchesItsHashAndNoOther(Vectors.Case vector) {
    byte[] data = Vectors.data(vector.input().get("size").intValue());
    var pieceLength = PieceLength.of(vector.input().get("pieceLength").longValue());
    var hashes = hash(data, pieceLength, data.length);
    for (int piece = 0; piece < hashes.count(); piece++) {
      var range = pieceLength.pieceRange(data.length, piece);
      byte[] bytes = Arrays.copyOfRange(data, (int) range.offset(), (int) range.end());
      assertThat(hashes.matches(piece, bytes)).isTrue();
      assertThat(hashes.matches(piece, Arrays.copyOf(bytes, bytes.length + 1))).isFalse();
      assertThat(hashes.matches(piece, Arrays.copyOf(bytes, bytes.length - 1))).isFalse();
      bytes[bytes.length - 1] ^= 1;
      assertThat(hashes.matches(piece, bytes)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("lists")
  void aListIsAcceptedOnlyWithItsRoot(Vectors.Case vector) {
    var pieceLength = PieceLength.of(vector.input().get("pieceLength").longValue());
    long size = vector.input().get("size").longValue();
    var root = Root.parse(vector.input().get("root").textValue());
    byte[] list = HexFormat.of().parseHex(vector.input().get("sidecar").textValue());
    if (vector.isRefused()) {
      vector.assertRefused(() -> PieceHashes.verify(pieceLength, size, root, list));
      return;
    }
    var hashes = PieceHashes.verify(pieceLength, size, root, list);
    assertThat(hashes.count()).isEqualTo(vector.expect().get("pieces").intValue());
    assertThat(hashes.bytes()).isEqualTo(list);
    assertThat(hashes.root()).isEqualTo(root);
  }

  @Test
  void theRootOfOnePieceIsItsHash() {
    var hashes = hash(Vectors.data(40_000), PieceLength.USUAL, 40_000);
    assertThat(hashes.get(0)).isEqualTo(hashes.root().asHash());
  }

  @Test
  void anEmptySegmentHasNoHash() {
    Vectors.assertRefused(Code.GEOMETRY, () -> new SegmentHasher(PieceLength.USUAL).finish());
  }

  @Test
  void aPieceOutsideTheSegmentIsRefused() {
    var hashes = hash(Vectors.data(70_000), PieceLength.USUAL, 70_000);
    Vectors.assertRefused(Code.GEOMETRY, () -> hashes.get(2));
    Vectors.assertRefused(Code.GEOMETRY, () -> hashes.matches(-1, new byte[1]));
  }
}
