package io.cordwood.webseed.live;

import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.store.TitleDocument;
import java.time.Duration;
import java.util.Optional;

/**
 * Who says which webseed takes a channel in (PROTOCOL §4.2). Waits for a few seconds; any thread.
 */
@FunctionalInterface
public interface LeaseGiver {
  /** What came of asking. */
  sealed interface Answer {
    /**
     * This webseed has the lease.
     *
     * @param lasts from when it was asked for
     * @param mark what it goes on from when that is farther than itself
     * @param title the channel as others know it
     */
    record Granted(Duration lasts, Mark mark, Optional<TitleDocument> title) implements Answer {}

    /** Another one has it; {@code sentence} says which, and what to do. */
    record Held(String sentence) implements Answer {}

    /** Nobody answers. */
    record Away() implements Answer {}
  }

  /** Asks for a channel's lease, or renews it; {@code mark} is how far it has come here. */
  Answer ask(TitleId channel, SwarmId swarm, int targetMs, Mark mark);
}
