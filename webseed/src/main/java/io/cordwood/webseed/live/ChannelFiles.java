package io.cordwood.webseed.live;

import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.Root;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.intake.Blob;
import io.cordwood.webseed.range.EntityTag;
import io.cordwood.webseed.range.Representation;
import io.cordwood.webseed.store.Body;
import io.cordwood.webseed.store.ContentTypes;
import io.cordwood.webseed.store.MediaKey;
import io.cordwood.webseed.store.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A channel's segments and init segments, on the disk and as they are served. Changed by the
 * channel's lane only; {@link #find} is for any thread.
 */
final class ChannelFiles {
  /** Before a segment's path: its signed record (PROTOCOL §3). */
  static final String SIGNED = ".cordwood/signed/";

  private static final int TAG_DIGITS = 32;

  private final TitleId title;
  private final Path folder;
  private final Map<String, Resource> served = new ConcurrentHashMap<>();
  private final Deque<Kept> kept = new ArrayDeque<>();
  private long keptBytes;

  /** A segment on the disk. */
  private record Kept(String uri, long sizeBytes) {}

  ChannelFiles(TitleId title, Path folder) {
    this.title = title;
    this.folder = folder;
  }

  /** What lies at a path that viewers may ask for. */
  Optional<Resource> find(String path) {
    return Optional.ofNullable(served.get(path));
  }

  /** Puts what a publisher sent in its place. */
  void place(Blob blob, String uri) throws IOException {
    Path target = folder.resolve(uri);
    Files.createDirectories(target.getParent());
    Files.move(
        blob.file(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  byte[] read(String uri) throws IOException {
    return Files.readAllBytes(folder.resolve(uri));
  }

  /** Serves an init segment from now on. */
  void serveInit(String uri) throws IOException {
    Path file = folder.resolve(uri);
    byte[] bytes = Files.readAllBytes(file);
    var tag = Hash32.sha256(bytes).hex().substring(0, TAG_DIGITS);
    serve(uri, bytes.length, tag, Optional.empty());
  }

  /** Serves a segment from now on. */
  void serve(LogEntry entry) {
    var record = entry.record();
    Root root = record.root();
    served.put(SIGNED + record.uri().value(), signed(entry));
    serve(
        record.uri().value(),
        record.sizeBytes(),
        root.hex().substring(0, TAG_DIGITS),
        Optional.of(new MediaKey(title, record.rendition())));
  }

  private static Resource signed(LogEntry entry) {
    byte[] bytes = entry.signed().encoded();
    var tag = new EntityTag(entry.record().root().hex().substring(0, TAG_DIGITS) + "-signed");
    var representation =
        new Representation(bytes.length, tag, "application/octet-stream", Resource.IMMUTABLE);
    return new Resource(representation, new Body.InMemory(bytes), Optional.empty());
  }

  private void serve(String uri, long sizeBytes, String tag, Optional<MediaKey> media) {
    var representation =
        new Representation(sizeBytes, new EntityTag(tag), ContentTypes.of(uri), Resource.IMMUTABLE);
    served.put(uri, new Resource(representation, new Body.OnDisk(folder.resolve(uri)), media));
  }

  /** Whether a file is on the disk as it was. */
  boolean has(String uri, long sizeBytes) {
    try {
      return Files.size(folder.resolve(uri)) == sizeBytes;
    } catch (IOException e) {
      return false;
    }
  }

  boolean has(String uri) {
    return Files.isRegularFile(folder.resolve(uri));
  }

  /** Counts a segment that is on the disk. */
  void keep(LogEntry entry) {
    kept.addLast(new Kept(entry.record().uri().value(), entry.record().sizeBytes()));
    keptBytes += entry.record().sizeBytes();
  }

  /** Bytes of all segments on the disk. */
  long keptBytes() {
    return keptBytes;
  }

  /** How many those are. */
  int keptCount() {
    return kept.size();
  }

  /** The oldest segment on the disk. */
  Optional<String> oldest() {
    return Optional.ofNullable(kept.peekFirst()).map(Kept::uri);
  }

  /** Serves a segment no more; it may stay on the disk. */
  void stopServing(String uri) {
    served.remove(uri);
    served.remove(SIGNED + uri);
  }

  /** Removes all segments from the disk that are not served any more. */
  void deleteUnserved() throws IOException {
    for (Kept one : List.copyOf(kept)) {
      if (!served.containsKey(one.uri())) {
        delete(one.uri());
      }
    }
  }

  /** Removes a segment from the disk. */
  void delete(String uri) throws IOException {
    stopServing(uri);
    var found = kept.stream().filter(one -> one.uri().equals(uri)).findFirst();
    if (found.isPresent() && kept.remove(found.get())) {
      keptBytes -= found.get().sizeBytes();
    }
    Files.deleteIfExists(folder.resolve(uri));
  }
}
