package io.cordwood.webseed.publish;

import io.cordwood.webseed.store.Folders;
import io.cordwood.webseed.store.StoreLayout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A temporary folder on the store's file system in which one title is built. Its invariant:
 * whatever happens, the title's folder is not there or whole, and nothing else is left; what a
 * killed process left is removed by the next one, which can lock it.
 */
final class Workspace implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final int ATTEMPTS = 100;
  private static final Duration TIME_TO_LOCK = Duration.ofMinutes(1);

  private final Path folder;
  private final FileChannel lockFile;
  private boolean closed;
  private volatile boolean done;

  private Workspace(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /** Makes a workspace and removes abandoned ones. */
  static Workspace open(StoreLayout store) throws IOException {
    Files.createDirectories(store.scratch());
    sweep(store.scratch());
    Path folder = Files.createTempDirectory(store.scratch(), "publish-");
    FileChannel lockFile = lockFile(folder);
    lockFile.lock();
    Files.createDirectory(folder.resolve("title"));
    Files.createDirectory(folder.resolve("scratch"));
    return new Workspace(folder, lockFile);
  }

  private static FileChannel lockFile(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void sweep(Path scratch) throws IOException {
    List<Path> workspaces;
    try (var paths = Files.list(scratch)) {
      workspaces = paths.filter(Files::isDirectory).toList();
    }
    for (Path workspace : workspaces) {
      if (isAbandoned(workspace)) {
        Folders.delete(workspace);
      }
    }
  }

  /** Whether nobody holds its lock; one without a lock is given time to get it. */
  private static boolean isAbandoned(Path workspace) throws IOException {
    try (var file = FileChannel.open(workspace.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (NoSuchFileException e) {
      var made = Files.getLastModifiedTime(workspace).toInstant();
      return made.isBefore(Instant.now().minus(TIME_TO_LOCK));
    }
  }

  /** What becomes the title's folder. */
  Path title() {
    return folder.resolve("title");
  }

  /** For files that are needed on the way. */
  Path scratch() {
    return folder.resolve("scratch");
  }

  /**
   * Puts the title in its place in one step.
   *
   * @throws FileAlreadyExistsException when a title is there
   */
  void moveTo(Path place) throws IOException {
    Files.createDirectories(place.getParent());
    try {
      if (Files.exists(place)) {
        throw new FileAlreadyExistsException(place.toString());
      }
      Files.move(title(), place, StandardCopyOption.ATOMIC_MOVE);
      done = true;
    } catch (DirectoryNotEmptyException e) {
      throw new FileAlreadyExistsException(place.toString());
    }
  }

  /** Whether the title is in its place. */
  boolean isDone() {
    return done;
  }

  /** Takes a title out of its place again in one step; {@link #close} removes it. */
  void takeBack(Path place) throws IOException {
    Files.move(place, folder.resolve("withdrawn"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes the workspace; when two threads call it, both find it removed afterwards. */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      Folders.delete(folder);
      lockFile.close();
    }
  }

  /**
   * Removes the workspace while its publisher may still write into it; what that writes meanwhile
   * is removed too.
   */
  void abandon() {
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        Folders.delete(folder);
        return;
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
  }
}
