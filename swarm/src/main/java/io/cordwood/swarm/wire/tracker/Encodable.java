package io.cordwood.swarm.wire.tracker;

/** A message that can write itself where it is needed, without an array of its own. */
public interface Encodable {
  /** As many bytes as it may need, and rarely many fewer. */
  int mostBytes();

  /**
   * Writes it as UTF-8 from {@code at} on; returns where it ended. {@link #mostBytes} bytes must be
   * there.
   */
  int writeTo(byte[] to, int at);
}
