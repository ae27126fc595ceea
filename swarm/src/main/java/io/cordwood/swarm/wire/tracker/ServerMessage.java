package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.util.List;
import java.util.Optional;

/** What the tracker says to a client. Immutable; written by {@link TrackerCodec}. */
public sealed interface ServerMessage {
  /** A message about one swarm; its {@code info_hash} is that swarm's name. */
  sealed interface OfSwarm extends ServerMessage {}

  /**
   * The reply to an announce.
   *
   * @param intervalSeconds until the next announce
   * @param complete peers that have everything, its receiver included
   * @param incomplete the others, its receiver included
   */
  record Announced(
      int intervalSeconds,
      int complete,
      int incomplete,
      Optional<String> trackerId,
      Optional<String> warning)
      implements OfSwarm {}

  /** An offer of {@code from}, verbatim. */
  record RelayedOffer(PeerId from, OfferId offer, TrackerDescription description)
      implements OfSwarm {}

  /** The answer of {@code from} to the receiver's offer, verbatim. */
  record RelayedAnswer(PeerId from, OfferId offer, TrackerDescription description)
      implements OfSwarm {}

  /** The last message was refused; the reason says what to do. */
  record Failed(String reason) implements OfSwarm {}

  /** Counts of one swarm. */
  record Counts(SwarmId swarm, int complete, int incomplete, int downloaded) {}

  /** The reply to a scrape. */
  record Scraped(List<Counts> counts) implements ServerMessage {}

  /** The scrape was refused; the reason says what to do. */
  record ScrapeFailed(String reason) implements ServerMessage {}
}
