package io.cordwood.swarm.wire.tracker;

import io.cordwood.swarm.content.SwarmId;
import java.util.Optional;

/** What the codec made of a client's bytes: a message, or why not. */
public sealed interface TrackerDecoded {
  /** A well-formed message. */
  record Message(ClientMessage message) implements TrackerDecoded {}

  /**
   * Not a message that means anything.
   *
   * @param problem the kind, for counters
   * @param swarm the message's {@code info_hash} where it had a good one, so that the refusal can
   *     carry it; without it clients cannot use a refusal
   * @param ofScrape the message asked for counts, so that a scrape's failure answers it
   * @param reason says what to do; holds nothing of the sender's text
   */
  record Refused(TrackerProblem problem, Optional<SwarmId> swarm, boolean ofScrape, String reason)
      implements TrackerDecoded {}

  /** The bytes are not UTF-8: RFC 6455 §8.1 asks for a close with 1007. */
  record NotUtf8() implements TrackerDecoded {}
}
