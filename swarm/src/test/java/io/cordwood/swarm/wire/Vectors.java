package io.cordwood.swarm.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads the golden vectors that the TypeScript tests read too. */
final class Vectors {
  private Vectors() {}

  static Stream<JsonNode> cases(String file) throws IOException {
    var root = new ObjectMapper().readTree(Path.of("vectors", file).toFile());
    return StreamSupport.stream(root.get("cases").spliterator(), false);
  }
}
