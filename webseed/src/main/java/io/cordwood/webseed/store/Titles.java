package io.cordwood.webseed.store;

import io.cordwood.swarm.content.TitleId;
import java.util.Optional;

/** Where the server finds titles. Any thread. */
public interface Titles {
  /** A title that is in memory; never waits. */
  Optional<ServedTitle> ready(TitleId title);

  /** A title, read from the disk when it must be; called where waiting is allowed. */
  Optional<ServedTitle> find(TitleId title);
}
