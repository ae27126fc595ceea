package io.cordwood.webseed.live;

import io.cordwood.swarm.content.ChannelKeyPair;
import io.cordwood.swarm.content.InvalidContentException;
import io.cordwood.swarm.content.Owner;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Where a channel lies: {@code live/{owner}/{slug}} of the data folder.
 *
 * @param path the folder
 */
public record ChannelFolder(Path path) {
  /** The folder of a channel. */
  public static ChannelFolder of(StoreLayout store, TitleId title) {
    return new ChannelFolder(
        root(store).resolve(title.owner().value()).resolve(title.slug().value()));
  }

  static Path root(StoreLayout store) {
    return store.data().resolve("live");
  }

  Path config() {
    return path.resolve("channel.json");
  }

  Path state() {
    return path.resolve("state.json");
  }

  Path key() {
    return path.resolve("channel.key");
  }

  Path log() {
    return path.resolve("records.log");
  }

  /** Segments and init segments as they are served, one folder for each rendition. */
  Path files() {
    return path.resolve("files");
  }

  /** What publishers send once. */
  Path sentOnce() {
    return path.resolve("once");
  }

  /** What comes in; nothing in it outlives a restart. */
  Path incoming() {
    return path.resolve("incoming");
  }

  /** Whether there is a channel. */
  public boolean exists() {
    return Files.isRegularFile(config());
  }

  /** Reads what the operator says. */
  public ChannelConfig readConfig() throws IOException {
    return ChannelConfig.parse(Files.readAllBytes(config()));
  }

  /** Writes what the operator says, in one step. */
  public void write(ChannelConfig config) throws IOException {
    Files.createDirectories(path);
    replace(config(), config.json());
  }

  /** Puts a file in its place in one step. */
  static void replace(Path file, byte[] bytes) throws IOException {
    Path fresh = Files.createTempFile(file.getParent(), ".new-", "");
    try {
      Files.write(fresh, bytes);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** What the channel signs with; made when there is none. No program takes it elsewhere. */
  ChannelKeyPair keyPair() throws IOException {
    if (!Files.exists(key())) {
      writeSecret(key(), ChannelKeyPair.generate().pem());
    }
    try {
      return ChannelKeyPair.parsePem(Files.readString(key()));
    } catch (InvalidContentException e) {
      throw new IOException(key() + ": " + e.getMessage(), e);
    }
  }

  /** Writes what only the owner of the process may read. */
  static void writeSecret(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
    Path fresh =
        posix
            ? Files.createTempFile(file.getParent(), ".new-", "", owner)
            : Files.createTempFile(file.getParent(), ".new-", "");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What an encoder of this machine holds while it runs. */
  public static Path encoderLock(StoreLayout store, TitleId title) {
    return store.data().resolve("publisher").resolve(title.owner() + "." + title.slug() + ".lock");
  }

  /** A channel of the same slug that another owner has: ingest addresses have no owner in them. */
  public static Optional<TitleId> namesake(StoreLayout store, TitleId title) throws IOException {
    if (!Files.isDirectory(root(store))) {
      return Optional.empty();
    }
    try (var owners = Files.list(root(store))) {
      return owners
          .filter(owner -> new ChannelFolder(owner.resolve(title.slug().value())).exists())
          .map(owner -> new TitleId(new Owner(owner.getFileName().toString()), title.slug()))
          .filter(other -> !other.equals(title))
          .findAny();
    }
  }

  /** The ingest keys of this machine's publishers lie apart from what the webseed reads. */
  public static Path publisherKey(StoreLayout store, TitleId title) {
    return store.data().resolve("publisher").resolve(title.owner() + "." + title.slug() + ".key");
  }
}
