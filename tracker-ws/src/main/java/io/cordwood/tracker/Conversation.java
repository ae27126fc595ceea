package io.cordwood.tracker;

/** What one connection's messages mean. One thread at a time calls, in order; must not block. */
public interface Conversation {
  /**
   * A whole message came.
   *
   * @param utf8 its bytes, not yet checked; the conversation's from now on
   */
  void message(byte[] utf8);

  /** The connection is gone, however it ended; called once. */
  void closed();
}
