package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TorrentLayoutTest {
  private static final TorrentLayout LAYOUT =
      layout(file("a", 65_537), file("b", 65_536), file("c", 20_000));

  static Stream<Vectors.Case> vectors() {
    return Vectors.cases("layout.json");
  }

  static List<ContentFile> files(JsonNode json) {
    var files = new ArrayList<ContentFile>();
    json.forEach(f -> files.add(file(f.get("path").textValue(), f.get("size").longValue())));
    return files;
  }

  static void assertLayout(TorrentLayout layout, JsonNode expect) {
    assertThat(layout.pieces()).isEqualTo(expect.get("pieces").intValue());
    assertThat(layout.v1Bytes()).isEqualTo(expect.get("v1Bytes").longValue());
    assertThat(layout.files()).hasSize(expect.get("files").size());
    for (int i = 0; i < layout.files().size(); i++) {
      var file = layout.files().get(i);
      var wanted = expect.get("files").get(i);
      assertThat(file.path()).hasToString(wanted.get("path").textValue());
      assertThat(file.sizeBytes()).isEqualTo(wanted.get("size").longValue());
      assertThat(file.firstPiece().value()).isEqualTo(wanted.get("firstPiece").intValue());
      assertThat(file.pieces()).isEqualTo(wanted.get("pieces").intValue());
      assertThat(file.padBytes()).isEqualTo(wanted.get("padBytes").intValue());
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theVectorsHold(Vectors.Case vector) {
    var pieceLength = PieceLength.of(vector.input().get("pieceLength").longValue());
    var json = vector.input().get("files");
    if (vector.isRefused()) {
      vector.assertRefused(() -> TorrentLayout.of(pieceLength, files(json)));
    } else {
      assertLayout(TorrentLayout.of(pieceLength, files(json)), vector.expect());
    }
  }

  @ParameterizedTest
  @CsvSource({"0,a,0,0,65536", "1,a,1,65536,1", "2,b,0,0,65536", "3,c,0,0,20000"})
  void aPieceIsARangeOfOneFile(int index, String path, int inFile, long offset, long length) {
    var piece = LAYOUT.locate(LAYOUT.piece(index));
    assertThat(piece.file().path()).hasToString(path);
    assertThat(piece.pieceInFile()).isEqualTo(inFile);
    assertThat(piece.range()).isEqualTo(new ByteRange(offset, length));
    assertThat(LAYOUT.pieceAt(piece.file(), offset).value()).isEqualTo(index);
    assertThat(LAYOUT.pieceAt(piece.file(), offset + length - 1).value()).isEqualTo(index);
  }

  @Test
  void onlyTheLastPieceOfTheTorrentIsShortInTheV1View() {
    assertThat(LAYOUT.v1PieceBytes(LAYOUT.piece(1))).isEqualTo(65_536);
    assertThat(LAYOUT.v1PieceBytes(LAYOUT.piece(3))).isEqualTo(20_000);
    assertThat(LAYOUT.pieceBytes(LAYOUT.piece(1))).isEqualTo(1);
  }

  @Test
  void aFileIsFoundByItsPath() {
    assertThat(LAYOUT.file(ContentPath.parse("b")).orElseThrow().firstPiece().value()).isEqualTo(2);
    assertThat(LAYOUT.file(ContentPath.parse("d"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,0,16384", "0,49152,16384", "1,0,1", "1,1,16384", "3,16384,3616", "3,19999,1"})
  void blocksWithinAPieceAreAccepted(long index, long begin, long length) {
    assertThat(LAYOUT.requireBlock(index, begin, length).value()).isEqualTo((int) index);
  }

  @ParameterizedTest
  @CsvSource({
    "4,0,16384",
    "-1,0,16384",
    "4294967296,0,1",
    "0,-1,16384",
    "0,49153,16384",
    "0,65536,1",
    "0,0,0",
    "0,0,-1",
    "0,0,16385",
    "3,16384,3617",
    "0,9223372036854775807,16384"
  })
  void blocksOutsideAPieceAreRefused(long index, long begin, long length) {
    Vectors.assertRefused(Code.GEOMETRY, () -> LAYOUT.requireBlock(index, begin, length));
  }

  @Test
  void whatBelongsToAnotherTorrentIsRefused() {
    var larger = layout(file("a", 65_536L * 9));
    Vectors.assertRefused(Code.GEOMETRY, () -> LAYOUT.locate(larger.piece(8)));
    Vectors.assertRefused(Code.GEOMETRY, () -> LAYOUT.pieceAt(larger.files().getFirst(), 0));
  }

  @Test
  void aTorrentHasABoundedNumberOfPieces() {
    long half = 65_536L << 19;
    assertThat(layout(file("a", half), file("b", half)).pieces()).isEqualTo(PieceLength.MAX_PIECES);
    Vectors.assertRefused(
        Code.GEOMETRY, () -> layout(file("a", half), file("b", half), file("c", 1)));
    Vectors.assertRefused(Code.GEOMETRY, () -> file("a", ContentFile.MAX_SIZE_BYTES + 1));
  }

  private static ContentFile file(String path, long size) {
    return new ContentFile(ContentPath.parse(path), size);
  }

  private static TorrentLayout layout(ContentFile... files) {
    return TorrentLayout.of(PieceLength.USUAL, List.of(files));
  }
}
