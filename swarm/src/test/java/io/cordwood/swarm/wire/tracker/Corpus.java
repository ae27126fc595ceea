package io.cordwood.swarm.wire.tracker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Messages as clients send them ({@code good-}), messages with faults that are put up with ({@code
 * odd-}), and what is none ({@code bad-}); by file name. A crasher found later is added here.
 */
final class Corpus {
  private static final Path FOLDER = Path.of("src/test/resources/tracker-corpus");

  private Corpus() {}

  static Map<String, byte[]> messages() {
    var messages = new TreeMap<String, byte[]>();
    try (var files = Files.newDirectoryStream(FOLDER, "*.json")) {
      for (var file : files) {
        messages.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return messages;
  }
}
