package io.cordwood.swarm.rules;

import io.cordwood.swarm.wire.DownMessage;

/** What a door has to do for the swarm, in order. */
public sealed interface Outgoing {
  /** The peer that it is about; its connection says which socket. */
  PeerKey to();

  /** Send the message to the peer. */
  record Send(PeerKey to, DownMessage message) implements Outgoing {}

  /**
   * The peer is not, or no longer, in the swarm: send it the error and end what it has with the
   * swarm (the signaling door closes the socket with the code's close code).
   */
  record Drop(PeerKey to, DownMessage.Error why) implements Outgoing {}

  /**
   * Someone else claims the peer's id: ping its connection now, and close it when no answer comes
   * within a few seconds.
   */
  record Probe(PeerKey to) implements Outgoing {}
}
