package io.cordwood.swarm.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SignalVectorsTest {
  private final SignalCodec codec = new SignalCodec();
  private final ObjectMapper mapper = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> everyVectorIsReadAsItSays() throws IOException {
    return Vectors.cases("signal.json")
        .map(
            vector ->
                DynamicTest.dynamicTest(
                    vector.get("direction").textValue() + ": " + vector.get("name").textValue(),
                    () -> check(vector)));
  }

  @Test
  void theVectorsHoldEveryTypeOfBothDirections() throws IOException {
    Set<Class<?>> seen =
        Vectors.cases("signal.json")
            .filter(vector -> vector.get("expect").textValue().equals("ok"))
            .map(this::decode)
            .map(decoded -> ((Decoded.Message<?>) decoded).message().getClass())
            .collect(Collectors.toSet());
    assertThat(seen)
        .containsAll(List.of(UpMessage.class.getPermittedSubclasses()))
        .containsAll(List.of(DownMessage.class.getPermittedSubclasses()));
  }

  @Test
  void theVectorsHoldEveryErrorCode() throws IOException {
    var seen =
        Vectors.cases("signal.json")
            .filter(vector -> vector.get("expect").textValue().equals("ok"))
            .map(this::decode)
            .map(decoded -> ((Decoded.Message<?>) decoded).message())
            .filter(DownMessage.Error.class::isInstance)
            .map(message -> ((DownMessage.Error) message).code())
            .toList();
    assertThat(seen).containsAll(Arrays.asList(ErrorCode.values()));
  }

  private void check(JsonNode vector) throws IOException {
    var expect = vector.get("expect").textValue();
    switch (decode(vector)) {
      case Decoded.Message<?>(var message) -> {
        assertThat("ok").isEqualTo(expect);
        var written =
            switch (message) {
              case UpMessage up -> codec.encode(up);
              case DownMessage down -> codec.encode(down);
              default -> throw new AssertionError(message);
            };
        assertThat(mapper.readTree(written))
            .isEqualTo(mapper.readTree(vector.get("canonical").textValue()));
        assertThat(written).startsWith("{\"type\":");
      }
      case Decoded.Malformed<?>(var code, var sentence) -> {
        assertThat(code.wire()).isEqualTo(expect);
        assertThat(sentence).endsWith(".").hasSizeGreaterThan(20);
      }
    }
  }

  private Decoded<?> decode(JsonNode vector) {
    var utf8 = vector.get("json").textValue().getBytes(StandardCharsets.UTF_8);
    return vector.get("direction").textValue().equals("up")
        ? codec.decodeUp(utf8)
        : codec.decodeDown(utf8);
  }
}
