package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.PeerId;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Announces of peer ids that another connection holds, kept while that connection is asked whether
 * it lives: the last one for each id, for a while, in the order of coming.
 */
final class Claims {
  private record Claim(Event.Announced announce, Instant until) {}

  private final TrackerRules rules;
  private final Map<PeerId, Claim> waiting = new LinkedHashMap<>();

  Claims(TrackerRules rules) {
    this.rules = rules;
  }

  void keep(Event.Announced announce, Instant now) {
    expire(now);
    var id = announce.peer().peer();
    waiting.remove(id);
    if (waiting.size() < rules.maxClaims()) {
      waiting.put(id, new Claim(announce, now.plus(rules.claimLifetime())));
    }
  }

  /** The claim of an id that is free now. */
  Optional<Event.Announced> take(PeerId id, Instant now) {
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(waiting.remove(id))
        .filter(claim -> claim.until().isAfter(now))
        .map(Claim::announce);
  }

  /** Whether one of them is this connection's. */
  boolean isOf(ConnectionId connection) {
    for (var claim : waiting.values()) {
      if (claim.announce().peer().connection().equals(connection)) {
        return true;
      }
    }
    return false;
  }

  void forget(ConnectionId connection) {
    if (!waiting.isEmpty()) {
      waiting.values().removeIf(c -> c.announce().peer().connection().equals(connection));
    }
  }

  private void expire(Instant now) {
    Iterator<Claim> each = waiting.values().iterator();
    while (each.hasNext() && !each.next().until().isAfter(now)) {
      each.remove();
    }
  }
}
