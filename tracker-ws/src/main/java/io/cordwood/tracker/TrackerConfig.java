package io.cordwood.tracker;

import java.time.Duration;

/**
 * Every limit of the door, once, with its unit and reason.
 *
 * @param host to listen on
 * @param port to listen on; 0 for any free one
 * @param maxConnections WebSockets open at once; one costs some kilobytes
 * @param maxMessageBytes of one message: ten offers of several kilobytes, and libtorrent's own
 *     bound
 * @param maxPartialBytes of all messages that have begun and not ended, of all connections: what
 *     slow senders can hold
 * @param maxWaitingMessages to one client that does not read; above, it is closed
 * @param idleTimeout without a byte of the client: twice the announce interval of 120 s, and a half
 * @param headTimeout for a request before it is a WebSocket
 * @param closeTimeout that a client has to answer our close before its socket is cut
 */
public record TrackerConfig(
    String host,
    int port,
    int maxConnections,
    int maxMessageBytes,
    long maxPartialBytes,
    int maxWaitingMessages,
    Duration idleTimeout,
    Duration headTimeout,
    Duration closeTimeout) {
  /** The usual limits on this host and port. */
  public static TrackerConfig of(String host, int port) {
    return new TrackerConfig(
        host,
        port,
        50_000,
        128 * 1024,
        64L * 1024 * 1024,
        256,
        Duration.ofSeconds(300),
        Duration.ofSeconds(15),
        Duration.ofSeconds(5));
  }
}
