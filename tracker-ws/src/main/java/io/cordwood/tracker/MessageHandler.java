package io.cordwood.tracker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Gives messages a meaning. The calls of one connection come one after the other, in order, on
 * Jetty's threads; those of different connections at the same time. Must not block.
 */
public interface MessageHandler {
  /** The usual answer of {@link #message}: go on at once. */
  CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  /** A connection opened. */
  default void opened(TrackerConnection connection) {}

  /** A whole message came; the next one is read when the stage completes. */
  CompletionStage<Void> message(TrackerConnection from, String text);

  /** A connection is gone, however it ended; called once for each that opened. */
  default void closed(TrackerConnection connection) {}

  /** Counts every message as unhandled and answers nothing. */
  static MessageHandler unhandled(TrackerCounters counters) {
    return (from, text) -> {
      counters.add(TrackerCounters.Count.UNHANDLED);
      return DONE;
    };
  }
}
