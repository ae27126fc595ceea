package io.cordwood.webseed.live.intake;

import java.util.Optional;

/** A file that a publisher sends or has sent. Its order is that in which requests began. */
final class Upload {
  private final String uri;
  private final long order;
  private Optional<Blob> blob = Optional.empty();
  private boolean taken;

  Upload(String uri, long order) {
    this.uri = uri;
    this.order = order;
  }

  String uri() {
    return uri;
  }

  long order() {
    return order;
  }

  /** What came; empty while it is under way. */
  Optional<Blob> blob() {
    return blob;
  }

  void stored(Blob whole) {
    blob = Optional.of(whole);
  }

  /** Whether it needs no look any more: it is a segment now, or was refused. */
  boolean taken() {
    return taken;
  }

  void take() {
    taken = true;
  }
}
