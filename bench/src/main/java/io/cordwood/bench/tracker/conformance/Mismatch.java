package io.cordwood.bench.tracker.conformance;

/** A tracker did not do what it must; the message is what was seen instead, in one line. */
final class Mismatch extends RuntimeException {
  private static final long serialVersionUID = 1;

  Mismatch(String seen) {
    super(seen, null, false, false);
  }
}
