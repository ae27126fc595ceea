package io.cordwood.bench.tracker.conformance;

import java.io.IOException;

/**
 * One thing that a tracker must do.
 *
 * @param id as the list of the protocol's odd cases names it
 * @param sentence what the tracker must do
 * @param slow takes minutes: left out unless asked for
 */
record Case(String id, String sentence, boolean slow, Check check) {
  /** Plays a case; throws {@link Mismatch} when the tracker did something else. */
  @FunctionalInterface
  interface Check {
    void run(Stage stage) throws IOException;
  }

  static Case of(String id, String sentence, Check check) {
    return new Case(id, sentence, false, check);
  }

  static Case slow(String id, String sentence, Check check) {
    return new Case(id, sentence, true, check);
  }
}
