package io.cordwood.webseed.live;

import io.cordwood.swarm.content.InvalidContentException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The signed records of a channel on the disk, each after its length, in the order in which they
 * were made; only ever added to. An entry that a crash cut off is cut away when it is opened. Used
 * by the channel's lane only.
 */
final class ChannelLog implements AutoCloseable {
  private final Path file;
  private FileChannel channel;

  private ChannelLog(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** A log and what stands in it. */
  record Opened(ChannelLog log, List<LogEntry> entries) {}

  static Opened open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    var entries = new ArrayList<LogEntry>();
    long whole = Files.exists(file) ? read(file, entries::add) : 0;
    var channel = append(file);
    channel.truncate(whole);
    channel.position(whole);
    return new Opened(new ChannelLog(file, channel), List.copyOf(entries));
  }

  private static FileChannel append(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Does something with an entry. */
  @FunctionalInterface
  private interface Each {
    void accept(LogEntry entry) throws IOException;
  }

  private static long read(Path file, Each each) throws IOException {
    long whole = 0;
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      while (true) {
        int length = in.readInt();
        if (length < 1 || length > LogEntry.MAX_BYTES) {
          return whole;
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        each.accept(LogEntry.decode(bytes));
        whole += Integer.BYTES + length;
      }
    } catch (EOFException | InvalidContentException e) {
      return whole;
    }
  }

  /** What stands in a log that may be written to meanwhile. */
  static List<LogEntry> read(Path file) throws IOException {
    var entries = new ArrayList<LogEntry>();
    read(file, entries::add);
    return entries;
  }

  /** Adds an entry; it is on the disk when this returns. */
  void add(LogEntry entry) throws IOException {
    write(channel, entry);
    channel.force(false);
  }

  private static void write(FileChannel channel, LogEntry entry) throws IOException {
    byte[] bytes = entry.encode();
    var buffer = ByteBuffer.allocate(Integer.BYTES + bytes.length);
    buffer.putInt(bytes.length).put(bytes).flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Leaves out all entries but those of which that holds, in one step; has one in memory. */
  void keep(Predicate<LogEntry> holds) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    var next = append(fresh);
    read(
        file,
        entry -> {
          if (holds.test(entry)) {
            write(next, entry);
          }
        });
    next.force(true);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    channel.close();
    channel = next;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
