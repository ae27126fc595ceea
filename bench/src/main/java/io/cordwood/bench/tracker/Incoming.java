package io.cordwood.bench.tracker;

/** What a tracker sent, in its order. */
public sealed interface Incoming {
  /** A whole message, its fragments put together. */
  record Message(boolean text, byte[] payload) implements Incoming {}

  /** A ping; it is answered unless the client is silent. */
  record Ping(byte[] payload) implements Incoming {}

  /** A pong. */
  record Pong(byte[] payload) implements Incoming {}

  /** The end, last of all: a close frame's code, or 1006 when there was none. */
  record Closed(int code) implements Incoming {}
}
