package io.cordwood.webseed.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder for what is under way. */
final class Incoming {
  private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

  private Incoming() {}

  /** Empties the folder, and makes it. */
  static void clear(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (var files = Files.list(folder)) {
      files.forEach(Incoming::delete);
    }
  }

  /** Removes a file; one that cannot be removed is removed by the next {@link #clear}. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("{} cannot be removed: {}", file, e.toString());
    }
  }
}
