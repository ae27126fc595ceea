package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a client says to the tracker, checked. Immutable. */
public sealed interface ClientMessage {
  /**
   * A peer is there, changes, or leaves.
   *
   * @param complete {@code left} is 0
   * @param numwant how many peers it wants; empty when it does not say
   * @param offers the good ones, in their order
   * @param trackerId the {@code tracker id} that the tracker gave it
   * @param warning what was left out of the message or not understood; a sentence of ours
   * @param leftOut how many items of {@code offers} were left out, for counters
   * @param candidatesCut how many lines were cut out of {@code offers}, for counters: candidates
   *     that nobody may be sent to
   */
  record Announce(
      SwarmId swarm,
      PeerId peer,
      AnnounceEvent event,
      boolean complete,
      OptionalInt numwant,
      List<TrackerOffer> offers,
      Optional<String> trackerId,
      Optional<String> warning,
      OffersLeftOut leftOut,
      int candidatesCut)
      implements ClientMessage {
    /** An announce of which nothing was left out or cut. */
    public Announce(
        SwarmId swarm,
        PeerId peer,
        AnnounceEvent event,
        boolean complete,
        OptionalInt numwant,
        List<TrackerOffer> offers,
        Optional<String> trackerId,
        Optional<String> warning) {
      this(
          swarm, peer, event, complete, numwant, offers, trackerId, warning, OffersLeftOut.NONE, 0);
    }
  }

  /**
   * The answer to an offer of {@code to}.
   *
   * @param candidatesCut how many lines were cut out of {@code description}, for counters:
   *     candidates that nobody may be sent to
   */
  record Answer(
      SwarmId swarm,
      PeerId peer,
      PeerId to,
      OfferId offer,
      TrackerDescription description,
      Optional<String> trackerId,
      int candidatesCut)
      implements ClientMessage {
    /** An answer of which nothing was cut. */
    public Answer(
        SwarmId swarm,
        PeerId peer,
        PeerId to,
        OfferId offer,
        TrackerDescription description,
        Optional<String> trackerId) {
      this(swarm, peer, to, offer, description, trackerId, 0);
    }
  }

  /** Asks for the counts of these swarms, in this order. */
  record Scrape(List<SwarmId> swarms) implements ClientMessage {}

  /** Asks for the counts of every swarm. */
  record ScrapeAll() implements ClientMessage {}
}
