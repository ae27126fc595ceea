package io.cordwood.swarm.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the bytes of a title's files come from when a torrent is built. */
@FunctionalInterface
public interface ByteSource {
  /** Opens a file from its start; called once for each file, closed by the caller. */
  InputStream open(ContentPath path) throws IOException;

  /** The files below a folder. */
  static ByteSource folder(Path folder) {
    return path -> Files.newInputStream(path.below(folder));
  }
}
