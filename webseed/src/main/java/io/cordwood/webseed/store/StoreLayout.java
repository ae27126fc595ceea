package io.cordwood.webseed.store;

import io.cordwood.swarm.content.TitleId;
import java.nio.file.Path;

/**
 * Where things lie in the data folder.
 *
 * @param data the folder of all state
 */
public record StoreLayout(Path data) {
  /** A title's torrent, relative to its folder. */
  public static final String TORRENT = ".cordwood/title.torrent";

  /** The folders of owners. */
  public Path titles() {
    return data.resolve("titles");
  }

  /** A title's folder. */
  public Path title(TitleId title) {
    return titles().resolve(title.owner().value()).resolve(title.slug().value());
  }

  /** Where titles are built, on the same file system as {@link #titles}. */
  public Path scratch() {
    return data.resolve("tmp");
  }

  /** The key that nodes ask for, made by the node. */
  public Path operatorKey() {
    return data.resolve("operator.key");
  }

  /** This webseed's name. */
  public Path webseedId() {
    return data.resolve("webseed.id");
  }

  /** The certificate that {@code ./cordwood up --tls} makes. */
  public Path localCertificate() {
    return data.resolve("tls").resolve("local.p12");
  }
}
