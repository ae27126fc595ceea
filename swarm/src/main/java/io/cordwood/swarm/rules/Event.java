package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.swarm.wire.IntroductionId;
import io.cordwood.swarm.wire.ScannedCandidates;
import io.cordwood.swarm.wire.ScannedSdp;
import io.cordwood.swarm.wire.UpMessage;
import io.cordwood.swarm.wire.tracker.ClientMessage;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

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

  /**
   * A client of the tracker door announced.
   *
   * @param profile what is known of it, should it be new
   * @param interval until its next announce, as it is told now
   * @param proven whether it showed the {@code tracker id} that was given to this peer, so that it
   *     is the same client on another connection; asked only when another connection has the peer
   * @param trackerId to be given to it
   */
  record Announced(
      PeerKey peer,
      PeerProfile profile,
      ClientMessage.Announce announce,
      Duration interval,
      BooleanSupplier proven,
      Optional<String> trackerId)
      implements OfPeer {}

  /** A client of the tracker door answered an offer. */
  record OfferAnswered(PeerKey peer, ClientMessage.Answer answer) implements OfPeer {}

  /** The channel of this swarm has a new segment, whose signature was checked. */
  record SegmentSigned(SignedRecord segment) implements Event {}

  /** A connection ended: all its peers are gone. */
  record ConnectionClosed(ConnectionId connection) implements Event {}

  /**
   * Time has passed; about once a second.
   *
   * @param webseeds how much the title's webseeds have to do
   */
  record Tick(WebseedLoad webseeds) implements Event {
    /** With webseeds at ease. */
    public Tick() {
      this(WebseedLoad.NONE);
    }
  }
}
