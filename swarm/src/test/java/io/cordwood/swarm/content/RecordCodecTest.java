package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cordwood.swarm.content.InvalidContentException.Code;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordCodecTest {
  static Stream<Vectors.Case> vectors() {
    return Vectors.cases("record.json");
  }

  static SegmentRecord record(JsonNode json) {
    return new SegmentRecord(
        new RenditionName(json.get("rendition").textValue()),
        json.get("epoch").intValue(),
        json.get("number").intValue(),
        json.get("part").intValue(),
        ContentPath.parse(json.get("uri").textValue()),
        json.get("size").longValue(),
        json.get("durationMs").intValue(),
        Root.parse(json.get("root").textValue()),
        json.get("lines").textValue());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theVectorsHold(Vectors.Case vector) {
    byte[] input = vector.inputBytes();
    if (vector.isRefused()) {
      vector.assertRefused(() -> RecordCodec.decode(input));
      return;
    }
    var record = record(vector.expect().get("record"));
    assertThat(RecordCodec.decode(input)).isEqualTo(record);
    assertThat(RecordCodec.encode(record)).isEqualTo(input);
  }

  @Test
  void aFileThatIsNoMediaSegmentHasNoNumberAndNoLines() {
    var root = Root.of(Hash32.sha256(new byte[1]));
    var record =
        SegmentRecord.ofFile(RenditionName.SHARED, ContentPath.parse("poster.jpg"), 5, root);
    assertThat(record.isMedia()).isFalse();
    assertThat(RecordCodec.decode(RecordCodec.encode(record))).isEqualTo(record);
    assertThat(record.file()).isEqualTo(new ContentFile(ContentPath.parse("poster.jpg"), 5));
  }

  @Test
  void anOversizedRecordIsRefusedBeforeItIsRead() {
    Vectors.assertRefused(
        Code.TOO_BIG, () -> RecordCodec.decode(new byte[RecordCodec.MAX_BYTES + 1]));
  }
}
