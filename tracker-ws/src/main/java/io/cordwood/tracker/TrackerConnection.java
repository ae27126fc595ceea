package io.cordwood.tracker;

import io.cordwood.swarm.limit.AddressKey;
import io.cordwood.swarm.wire.tracker.Encodable;
import java.net.InetAddress;
import java.util.Optional;

/** One WebSocket of the door. Safe on every thread; equal to itself only. */
public interface TrackerConnection {
  /** Where the client is: the other end of the socket, or what a trusted proxy says. */
  InetAddress address();

  /** Whom limits of an address count. */
  AddressKey home();

  /** The ticket in the query of the address that the client connected to. */
  Optional<String> ticket();

  /**
   * Sends one text message, in the order of calls, unless too much waits for a client that does not
   * read; nothing is sent on a closed connection.
   *
   * @param utf8 the message; the connection's from now on
   */
  void send(byte[] utf8, Importance importance);

  /** As above; the message is written at once, and not kept. */
  void send(Encodable message, Importance importance);

  /**
   * Those of one group that have something to say at the same time are heard one after the other:
   * faster when they speak to one another.
   */
  void handleWith(int group);

  /** Asks the client whether it lives; it is cut when it says nothing within seconds. */
  void probe();

  /** Closes with this code (RFC 6455 §7.4) after what was sent. Does nothing the second time. */
  void close(int code, String reason);

  /** Counts something about this connection. */
  void count(TrackerCounters.Count what);

  /** Counts something that happened several times. */
  void count(TrackerCounters.Count what, int times);
}
