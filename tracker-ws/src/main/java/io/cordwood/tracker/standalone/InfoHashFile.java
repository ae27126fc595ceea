package io.cordwood.tracker.standalone;

import io.cordwood.swarm.content.SwarmId;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A list of info hashes in a file: 40 hexadecimal digits a line; empty lines and lines that begin
 * with # are passed over. Invariant: the list is always one that was read whole and without fault.
 * {@link #hashes} may be called on every thread; {@link #refresh} by one at a time, once a second.
 */
final class InfoHashFile {
  private static final System.Logger LOG = System.getLogger(InfoHashFile.class.getName());

  private final Path file;
  private volatile Set<SwarmId> hashes;
  private Optional<Stamp> seen;

  /** By what a change of the file is seen, without reading it. */
  private record Stamp(Object time, long bytes, Optional<Object> key) {}

  private InfoHashFile(Path file) throws IOException {
    this.file = file;
    this.seen = stamp();
    this.hashes = read(file);
  }

  /** Reads the file; the exception's sentence says what is wrong, and in which line. */
  static InfoHashFile open(Path file) throws IOException {
    return new InfoHashFile(file);
  }

  /** The list as it was read last; immutable. */
  Set<SwarmId> hashes() {
    return hashes;
  }

  /** Reads the file again if it changed; a list with a fault is logged once and not taken. */
  void refresh() {
    var now = stamp();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      hashes = read(file);
      LOG.log(Level.INFO, "{0} allows {1} info hashes now.", file, hashes.size());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The allowed info hashes stay as they were. {0}", e.getMessage());
    }
  }

  private Optional<Stamp> stamp() {
    try {
      var is = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new Stamp(is.lastModifiedTime(), is.size(), Optional.ofNullable(is.fileKey())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Set<SwarmId> read(Path file) throws IOException {
    var read = new HashSet<SwarmId>();
    int number = 0;
    for (var line : lines(file)) {
      number++;
      var text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        read.add(hash(file, number, text));
      }
    }
    return Set.copyOf(read);
  }

  private static Iterable<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new IOException("The list of info hashes " + file + " cannot be read.", e);
    }
  }

  private static SwarmId hash(Path file, int number, String text) throws IOException {
    try {
      return SwarmId.parse(text.toLowerCase(Locale.ROOT));
    } catch (RuntimeException e) {
      throw new IOException(
          "Line %d of %s is no info hash of 40 hexadecimal digits.".formatted(number, file), e);
    }
  }
}
