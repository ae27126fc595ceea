package io.cordwood.webseed.live;

import io.cordwood.swarm.content.HashedFile;
import io.cordwood.swarm.content.SegmentHasher;
import io.cordwood.swarm.content.V1PieceHasher;
import io.cordwood.webseed.live.intake.Blob;
import io.cordwood.webseed.publish.mp4.DecodeTimes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads what came whole, once: all hashes of it, and when it begins. */
final class Blobs {
  private static final int BUFFER_BYTES = 64 * 1024;

  private Blobs() {}

  /** Reads a file that has at least one byte. */
  static Blob read(Path file) throws IOException {
    var v2 = new SegmentHasher(Edge.PIECES);
    var v1 = new V1PieceHasher(Edge.PIECES);
    byte[] buffer = new byte[BUFFER_BYTES];
    byte[] head = {};
    long sizeBytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.readNBytes(buffer, 0, BUFFER_BYTES);
          read > 0;
          read = in.readNBytes(buffer, 0, BUFFER_BYTES)) {
        head = sizeBytes == 0 ? Arrays.copyOf(buffer, read) : head;
        v2.update(buffer, 0, read);
        v1.update(buffer, 0, read);
        sizeBytes += read;
      }
    }
    var hashed = new HashedFile(v2.finish(), v1.finish(Edge.PIECES.padBytes(sizeBytes)));
    return new Blob(file, sizeBytes, hashed, DecodeTimes.first(head));
  }
}
