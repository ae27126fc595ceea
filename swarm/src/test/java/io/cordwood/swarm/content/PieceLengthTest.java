package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PieceLengthTest {
  static Stream<Vectors.Case> vectors() {
    return Vectors.cases("geometry.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theVectorsHold(Vectors.Case vector) {
    long size = vector.input().get("size").longValue();
    long length = vector.input().get("pieceLength").longValue();
    if (vector.isRefused()) {
      vector.assertRefused(() -> PieceLength.of(length).pieces(size));
      return;
    }
    var pieceLength = PieceLength.of(length);
    int last = vector.expect().get("lastPieceBytes").intValue();
    int blocks = vector.expect().get("lastPieceBlocks").intValue();
    assertThat(pieceLength.pieces(size)).isEqualTo(vector.expect().get("pieces").intValue());
    assertThat(pieceLength.lastPieceBytes(size)).isEqualTo(last);
    assertThat(pieceLength.padBytes(size)).isEqualTo(vector.expect().get("padBytes").intValue());
    assertThat(PieceLength.blocks(last)).isEqualTo(blocks);
    assertThat(PieceLength.blockBytes(last, blocks - 1))
        .isEqualTo(vector.expect().get("lastBlockBytes").intValue());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void piecesAndBlocksFollowOneAnotherAndEndWithTheSegment(Vectors.Case vector) {
    if (vector.isRefused()) {
      return;
    }
    long size = vector.input().get("size").longValue();
    var pieceLength = PieceLength.of(vector.input().get("pieceLength").longValue());
    long end = 0;
    for (int piece = 0; piece < pieceLength.pieces(size); piece++) {
      var range = pieceLength.pieceRange(size, piece);
      assertThat(range.offset()).isEqualTo(end);
      assertThat(pieceLength.pieceAt(size, range.offset())).isEqualTo(piece);
      assertThat(pieceLength.pieceAt(size, range.end() - 1)).isEqualTo(piece);
      assertThat(sumOfBlocks((int) range.length())).isEqualTo(range.length());
      end = range.end();
    }
    assertThat(end).isEqualTo(size);
  }

  private static long sumOfBlocks(int pieceBytes) {
    long sum = 0;
    for (int block = 0; block < PieceLength.blocks(pieceBytes); block++) {
      sum += PieceLength.blockBytes(pieceBytes, block);
    }
    return sum;
  }

  @Test
  void onlyTheLargestFilmsHaveLargePieces() {
    assertThat(PieceLength.forFilm((32L << 30) - 1)).isEqualTo(PieceLength.USUAL);
    assertThat(PieceLength.forFilm(32L << 30)).isEqualTo(PieceLength.LARGE);
  }

  @Test
  void whatLiesOutsideASegmentIsRefused() {
    var pieceLength = PieceLength.USUAL;
    Vectors.assertRefused(Code.GEOMETRY, () -> pieceLength.pieceRange(65_537, 2));
    Vectors.assertRefused(Code.GEOMETRY, () -> pieceLength.pieceRange(65_537, -1));
    Vectors.assertRefused(Code.GEOMETRY, () -> pieceLength.pieceAt(65_537, 65_537));
    Vectors.assertRefused(Code.GEOMETRY, () -> pieceLength.pieceAt(65_537, -1));
    Vectors.assertRefused(Code.GEOMETRY, () -> PieceLength.blockBytes(16_385, 2));
    Vectors.assertRefused(Code.GEOMETRY, () -> PieceLength.blockBytes(16_385, -1));
    Vectors.assertRefused(Code.GEOMETRY, () -> pieceLength.pieces(Long.MAX_VALUE));
    Vectors.assertRefused(Code.GEOMETRY, () -> PieceLength.of(Long.MIN_VALUE));
    Vectors.assertRefused(Code.GEOMETRY, () -> new ByteRange(Long.MAX_VALUE, 1));
    Vectors.assertRefused(Code.GEOMETRY, () -> new ByteRange(-1, 1));
  }
}
