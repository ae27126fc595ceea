package io.cordwood.swarm.rules;

import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.tracker.ServerMessage;

/** What a door has to do for the swarm, in order. */
public sealed interface Outgoing {
  /** The peer that it is about; its connection says which socket. */
  PeerKey to();

  /** Send the message to the peer. */
  record Send(PeerKey to, DownMessage message) implements Outgoing {}

  /** Send the message to the peer, which is a client of the tracker door. */
  record Tell(PeerKey to, ServerMessage.OfSwarm message) implements Outgoing {}

  /**
   * The peer is not, or no longer, in the swarm: send it the error and end what it has with the
   * swarm (the signaling door closes the socket with the code's close code; the tracker door, whose
   * sockets are in many swarms, does nothing).
   */
  record Drop(PeerKey to, DownMessage.Error why) implements Outgoing {}

  /**
   * Someone else claims the peer's id: ping its connection now, and close it when no answer comes
   * within a few seconds.
   */
  record Probe(PeerKey to) implements Outgoing {}
}
