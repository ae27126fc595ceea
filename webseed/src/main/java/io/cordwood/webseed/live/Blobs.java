package io.cordwood.webseed.live;

import io.cordwood.swarm.content.HashedFile;
import io.cordwood.swarm.content.SegmentHasher;
import io.cordwood.swarm.content.V1PieceHasher;
import io.cordwood.webseed.live.intake.Blob;
import io.cordwood.webseed.publish.mp4.DecodeTimes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stores what came whole, with all hashes of it and when it begins. */
final class Blobs {
  private Blobs() {}

  /** Writes at least one byte into a new file. */
  static Blob write(Path file, byte[] bytes) throws IOException {
    var v2 = new SegmentHasher(Edge.PIECES);
    var v1 = new V1PieceHasher(Recording.PIECES);
    v2.update(bytes, 0, bytes.length);
    v1.update(bytes, 0, bytes.length);
    var hashed = new HashedFile(v2.finish(), v1.finish(Recording.PIECES.padBytes(bytes.length)));
    Files.write(file, bytes);
    return new Blob(file, bytes.length, hashed, DecodeTimes.first(bytes));
  }
}
