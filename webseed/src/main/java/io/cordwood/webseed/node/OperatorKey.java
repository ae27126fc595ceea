package io.cordwood.webseed.node;

import io.cordwood.webseed.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * The key that a node asks for: from the environment, else from the data folder, where a node on
 * the same machine puts it. Read anew each time, because the node may make it later.
 */
public final class OperatorKey {
  /** The environment variable. */
  public static final String VARIABLE = "CORDWOOD_OPERATOR_KEY";

  private final Optional<String> configured;
  private final StoreLayout store;

  /** {@code configured} comes before the file in {@code store}. */
  public OperatorKey(Optional<String> configured, StoreLayout store) {
    this.configured = configured.map(String::strip).filter(key -> !key.isEmpty());
    this.store = store;
  }

  /** The key; empty when there is none yet, or one that no header can carry. */
  Optional<String> read() {
    return configured.or(this::fromFile).filter(text -> text.matches("[\\x21-\\x7e]+"));
  }

  private Optional<String> fromFile() {
    try {
      return Optional.of(Files.readString(store.operatorKey()).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
