package io.cordwood.tracker;

/**
 * Gives messages a meaning. Called on Jetty's threads, several at the same time; must not block.
 */
public interface MessageHandler {
  /** A connection opened: who listens to it from now on. */
  Conversation opened(TrackerConnection connection);

  /** Time has passed; about once a second, on one thread. */
  default void tick() {}
}
