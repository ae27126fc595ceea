package io.cordwood.webseed.store;

import java.nio.file.Path;

/** Where the bytes of a resource come from. */
public sealed interface Body {
  /** A file that does not change while it is served. */
  record OnDisk(Path file) implements Body {}

  /** Bytes kept in memory; nobody changes the array. */
  record InMemory(byte[] bytes) implements Body {}

  /** A file that is coming: it is sent as far as it is here, and on as it comes. */
  record Coming(Arriving bytes) implements Body {}

  /** {@code bytes} zeros: a pad file of a torrent (BEP 47). */
  record Zeros(int bytes) implements Body {}
}
