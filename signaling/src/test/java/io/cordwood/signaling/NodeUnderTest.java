package io.cordwood.signaling;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/** A node on free ports with a folder of its own, which goes with it. */
public class NodeUnderTest implements QuarkusTestResourceLifecycleManager {
  static final String OPERATOR_KEY = "an-operator-key-for-tests";

  private Path data;

  @Override
  public Map<String, String> start() {
    try {
      data = Files.createTempDirectory("cordwood-node");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "quarkus.http.test-port", "0",
        "cordwood.data", data.toString(),
        "cordwood.operator-key", OPERATOR_KEY,
        "cordwood.stun.port", "0",
        "cordwood.tracker.port", "0",
        "cordwood.join.burst", "1000",
        "cordwood.signal.connections-per-address", "40",
        "cordwood.origins.closed-shop", "https://shop.example",
        "cordwood.origins.anyone", "*");
  }

  @Override
  public void stop() {
    try (var files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).forEach(NodeUnderTest::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
