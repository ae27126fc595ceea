package io.cordwood.tracker.protocol;

import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SwarmId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Which swarms the tracker serves, and to whom. Asked for every announce, on every thread at the
 * same time; must not block.
 */
public interface SwarmPolicy {
  /** May a peer take part? */
  sealed interface Access {
    /**
     * It may.
     *
     * @param fingerprint the certificate that each of its descriptions must name; empty for any
     * @param until when it is asked again, if it is still there
     */
    record Granted(Optional<Fingerprint> fingerprint, Instant until) implements Access {}

    /** It may not; the reason says what to do. */
    record Refused(String reason) implements Access {}
  }

  /** Everybody may, without a ticket. */
  Access OPEN = new Access.Granted(Optional.empty(), Instant.MAX);

  /**
   * May this peer take part in this swarm?
   *
   * @param ticket what its connection brought in the query of its address
   */
  Access access(SwarmId swarm, PeerId peer, Optional<String> ticket, Instant now);

  /** Whether a stranger may know how many are in this swarm. */
  boolean mayBeScraped(SwarmId swarm);

  /** Any swarm for anybody: a public tracker. */
  static SwarmPolicy open() {
    return new SwarmPolicy() {
      @Override
      public Access access(SwarmId swarm, PeerId peer, Optional<String> ticket, Instant now) {
        return OPEN;
      }

      @Override
      public boolean mayBeScraped(SwarmId swarm) {
        return true;
      }
    };
  }

  /** The swarms of a list for anybody; the list is asked for each time. */
  static SwarmPolicy allowing(Supplier<Set<SwarmId>> list) {
    var refused = new Access.Refused("This tracker does not serve this torrent; use another one.");
    return new SwarmPolicy() {
      @Override
      public Access access(SwarmId swarm, PeerId peer, Optional<String> ticket, Instant now) {
        return mayBeScraped(swarm) ? OPEN : refused;
      }

      @Override
      public boolean mayBeScraped(SwarmId swarm) {
        return list.get().contains(swarm);
      }
    };
  }
}
