package io.cordwood.swarm.rules;

import io.cordwood.swarm.wire.IntroductionId;
import io.cordwood.swarm.wire.ScannedCandidates;
import io.cordwood.swarm.wire.ScannedSdp;
import io.cordwood.swarm.wire.UpMessage;

/** What can happen to a swarm. Made by the doors, applied by {@link Swarm#apply}. */
public sealed interface Event {
  /** An event of one peer, made by the connection in its key. */
  sealed interface OfPeer extends Event {
    /** Whose event it is. */
    PeerKey peer();
  }

  /** A peer came in with all its door asks for. */
  record Joined(PeerKey peer, PeerProfile profile) implements OfPeer {}

  /** A peer said goodbye. */
  record Left(PeerKey peer) implements OfPeer {}

  /** A peer made the offer that it was asked for. */
  record Offered(PeerKey peer, IntroductionId introduction, ScannedSdp sdp) implements OfPeer {}

  /** A peer answered an offer. */
  record Answered(PeerKey peer, IntroductionId introduction, ScannedSdp sdp) implements OfPeer {}

  /** A peer trickled candidates. */
  record Trickled(PeerKey peer, IntroductionId introduction, ScannedCandidates candidates)
      implements OfPeer {}

  /** A peer told how it does. */
  record Reported(PeerKey peer, UpMessage.State state) implements OfPeer {}

  /** A peer asked for that many peers more. */
  record Wanted(PeerKey peer, int peers) implements OfPeer {}

  /** A connection ended: all its peers are gone. */
  record ConnectionClosed(ConnectionId connection) implements Event {}

  /** Time has passed; about once a second. */
  record Tick() implements Event {}
}
