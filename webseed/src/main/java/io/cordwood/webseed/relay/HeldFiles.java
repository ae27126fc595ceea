package io.cordwood.webseed.relay;

import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.range.EntityTag;
import io.cordwood.webseed.range.Representation;
import io.cordwood.webseed.store.Arriving;
import io.cordwood.webseed.store.Body;
import io.cordwood.webseed.store.ContentTypes;
import io.cordwood.webseed.store.MediaKey;
import io.cordwood.webseed.store.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The files of one channel that were fetched and checked, on the disk. Its invariant: what it gives
 * out is whole and does not change, and it holds at most so many bytes. Nothing in its folder
 * outlives the process. Any thread; all but {@link #find} waits for the disk.
 */
final class HeldFiles {
  private static final int TAG_DIGITS = 32;

  private final TitleId title;
  private final Path folder;
  private final long maxBytes;
  private final Map<String, Held> held = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong next = new AtomicLong();
  private volatile boolean over;

  /**
   * One of them.
   *
   * @param number of the segment; 0 for an init segment
   */
  record Held(
      String rendition, int epoch, int number, Resource resource, Optional<Resource> signed) {
    long sizeBytes() {
      return resource.representation().sizeBytes();
    }
  }

  HeldFiles(TitleId title, Path folder, long maxBytes) {
    this.title = title;
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  Optional<Resource> find(String uri) {
    return Optional.ofNullable(held.get(uri)).map(Held::resource);
  }

  Optional<Resource> signed(String uri) {
    return Optional.ofNullable(held.get(uri)).flatMap(Held::signed);
  }

  long bytes() {
    return bytes.get();
  }

  /** Keeps a segment whose bytes are those of its record. */
  void keep(SignedRecord signed, byte[] segment) throws IOException {
    var record = signed.record();
    var media = Optional.of(new MediaKey(title, record.rendition()));
    var tag = record.root().hex().substring(0, TAG_DIGITS);
    var resource = write(record.uri().value(), segment, tag, media);
    put(
        record.uri().value(),
        new Held(
            record.rendition().value(),
            record.epoch(),
            record.number(),
            resource,
            Optional.of(resource(signed))));
  }

  /** A segment as it is served while it comes. */
  Resource coming(SignedRecord signed, Arriving arriving) {
    var record = signed.record();
    var representation =
        representation(
            record.uri().value(), record.sizeBytes(), record.root().hex().substring(0, TAG_DIGITS));
    var media = Optional.of(new MediaKey(title, record.rendition()));
    return new Resource(representation, new Body.Coming(arriving), media);
  }

  private static Representation representation(String uri, long sizeBytes, String tag) {
    return new Representation(
        sizeBytes, new EntityTag(tag), ContentTypes.of(uri), Resource.IMMUTABLE);
  }

  /** A signed record as it is served. */
  static Resource resource(SignedRecord signed) {
    byte[] encoded = signed.encode();
    var tag = signed.record().root().hex().substring(0, TAG_DIGITS) + "-signed";
    var representation =
        new Representation(
            encoded.length, new EntityTag(tag), "application/octet-stream", Resource.IMMUTABLE);
    return new Resource(representation, new Body.InMemory(encoded), Optional.empty());
  }

  /** Keeps an init segment. */
  void keep(LivePath.Init init, byte[] segment) throws IOException {
    var tag = Hash32.sha256(segment).hex().substring(0, TAG_DIGITS);
    var resource = write(init.uri(), segment, tag, Optional.empty());
    put(init.uri(), new Held(init.rendition(), init.epoch(), 0, resource, Optional.empty()));
  }

  private Resource write(String uri, byte[] content, String tag, Optional<MediaKey> media)
      throws IOException {
    Path target = folder.resolve(uri);
    Path fresh = folder.resolve(".new-" + next.incrementAndGet());
    Files.createDirectories(target.getParent());
    Files.write(fresh, content);
    Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return new Resource(representation(uri, content.length, tag), new Body.OnDisk(target), media);
  }

  private void put(String uri, Held one) throws IOException {
    var before = held.put(uri, one);
    bytes.addAndGet(one.sizeBytes() - (before == null ? 0 : before.sizeBytes()));
    while (bytes.get() > maxBytes && dropOldest(uri)) {
      continue;
    }
    if (over) {
      drop(uri);
    }
  }

  private boolean dropOldest(String but) throws IOException {
    var oldest =
        held.entrySet().stream()
            .filter(entry -> entry.getValue().number() > 0 && !entry.getKey().equals(but))
            .min(Comparator.comparingInt(entry -> entry.getValue().number()));
    if (oldest.isPresent()) {
      drop(oldest.get().getKey());
    }
    return oldest.isPresent();
  }

  /**
   * Lets go the segments of a rendition below a number, and the init segments of epochs below
   * {@code epoch} of which nothing is held.
   */
  void trim(RenditionName rendition, int number, int epoch) throws IOException {
    dropAll(one -> isOf(rendition, one) && one.number() > 0 && one.number() < number);
    int oldest =
        held.values().stream()
            .filter(one -> isOf(rendition, one) && one.number() > 0)
            .mapToInt(Held::epoch)
            .min()
            .orElse(epoch);
    dropAll(
        one -> isOf(rendition, one) && one.number() == 0 && one.epoch() < Math.min(epoch, oldest));
  }

  private static boolean isOf(RenditionName rendition, Held one) {
    return one.rendition().equals(rendition.value());
  }

  /** Lets go all; what comes after that is not kept. */
  void end() throws IOException {
    over = true;
    dropAll(_ -> true);
  }

  private void dropAll(Predicate<Held> which) throws IOException {
    for (var entry : held.entrySet()) {
      if (which.test(entry.getValue())) {
        drop(entry.getKey());
      }
    }
  }

  private void drop(String uri) throws IOException {
    var one = held.remove(uri);
    if (one != null) {
      bytes.addAndGet(-one.sizeBytes());
      Files.deleteIfExists(folder.resolve(uri));
    }
  }
}
