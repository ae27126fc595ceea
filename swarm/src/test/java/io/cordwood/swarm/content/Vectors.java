package io.cordwood.swarm.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.swarm.content.InvalidContentException.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Reads the golden vectors that the Java and the TypeScript tests share. */
final class Vectors {
  private Vectors() {}

  record Case(String name, JsonNode input, JsonNode expect) {
    boolean isRefused() {
      return expect.has("error");
    }

    byte[] inputBytes() {
      return HexFormat.of().parseHex(input.textValue());
    }

    void assertRefused(ThrowingCallable call) {
      Vectors.assertRefused(Code.valueOf(expect.get("error").textValue()), call);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases(String file) {
    return cases(file, "cases");
  }

  static Stream<Case> cases(String file, String list) {
    try {
      var cases = new ObjectMapper().readTree(Path.of("vectors", file).toFile()).get(list);
      assertThat(cases).isNotEmpty();
      return StreamSupport.stream(cases.spliterator(), false)
          .map(c -> new Case(c.get("name").textValue(), c.get("input"), c.get("expect")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void assertRefused(Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            InvalidContentException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageEndingWith(".");
  }

  /** The data of all vectors: byte i is i mod 251. */
  static byte[] data(int size) {
    var data = new byte[size];
    for (int i = 0; i < size; i++) {
      data[i] = (byte) (i % 251);
    }
    return data;
  }
}
