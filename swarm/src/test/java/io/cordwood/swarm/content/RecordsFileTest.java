package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.swarm.content.RecordsFile.PlacedRecord;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordsFileTest {
  static Stream<Vectors.Case> vectors() {
    return Vectors.cases("records-file.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theVectorsHold(Vectors.Case vector) {
    byte[] input = vector.inputBytes();
    if (vector.isRefused()) {
      vector.assertRefused(() -> RecordsFile.decode(input));
      return;
    }
    var file = file(vector.expect().get("file"));
    assertThat(RecordsFile.decode(input)).isEqualTo(file);
    assertThat(file.encode()).isEqualTo(input);
    assertThat(file.sha256()).hasToString(vector.expect().get("sha256").textValue());
  }

  private static RecordsFile file(JsonNode json) {
    var records = new ArrayList<PlacedRecord>();
    for (var placed : json.get("records")) {
      var first = new PieceIndex(placed.get("firstPiece").intValue());
      records.add(new PlacedRecord(first, RecordCodecTest.record(placed.get("record"))));
    }
    return new RecordsFile(
        PieceLength.of(json.get("pieceLength").longValue()),
        json.get("pieces").intValue(),
        new RenditionName(json.get("rendition").textValue()),
        SwarmId.parse(json.get("swarm").textValue()),
        records);
  }
}
