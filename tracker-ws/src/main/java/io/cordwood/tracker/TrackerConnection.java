package io.cordwood.tracker;

import java.net.InetAddress;

/** One WebSocket of the door. Safe on every thread; equal to itself only. */
public interface TrackerConnection {
  /** The address at the other end of the socket. */
  InetAddress address();

  /**
   * Sends one text message, in the order of calls. A client that does not read is closed when too
   * many wait; nothing is sent on a closed connection.
   */
  void send(String text);

  /** Closes with this code (RFC 6455 §7.4) after what was sent. Does nothing the second time. */
  void close(int code, String reason);
}
