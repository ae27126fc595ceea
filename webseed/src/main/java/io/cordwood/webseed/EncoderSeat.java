package io.cordwood.webseed;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.ChannelFolder;
import io.cordwood.webseed.store.StoreLayout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The one place of an encoder of a channel that this machine has: a lock on a file, which the
 * system lets go when the process ends, however it ends. Two encoders would make a new epoch of
 * each other's segments again and again.
 */
final class EncoderSeat implements AutoCloseable {
  private final FileChannel file;

  private EncoderSeat(FileChannel file) {
    this.file = file;
  }

  /** Takes it, or fails when another process has it. */
  static EncoderSeat take(StoreLayout store, TitleId channel) throws StartException, IOException {
    Path path = ChannelFolder.encoderLock(store, channel);
    Files.createDirectories(path.getParent());
    var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!lock(file)) {
      file.close();
      throw new StartException(
          channel
              + " is on the air from this machine already; end that encoder (Ctrl-C), or choose another name.");
    }
    return new EncoderSeat(file);
  }

  private static boolean lock(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
