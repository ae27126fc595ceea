package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.OfferId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The offers of the tracker door's clients that were relayed to others of them and not answered.
 *
 * <p>Invariant: {@code open} is in the order of expiry; each of an offer's receivers has it in its
 * {@link Peer#offersWaiting}, and no receiver has it twice. An answer or the end of its time takes
 * an offer out with all its receivers.
 */
final class PendingOffers {
  /** An offer that a client sends again, since nobody took it, reaches others; a few are kept. */
  private static final int MAX_RECEIVERS = 8;

  private final Duration lifetime;
  private final Map<Name, Pending> open = new LinkedHashMap<>();

  /** Whose offer, and which. Ordered, so that ids made to collide cost little. */
  private record Name(Peer offerer, OfferId id) implements Comparable<Name> {
    @Override
    public int hashCode() {
      return 31 * id.hashCode() + System.identityHashCode(offerer);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Name that && offerer == that.offerer && id.equals(that.id);
    }

    @Override
    public int compareTo(Name other) {
      return id.compareTo(other.id);
    }
  }

  private record Pending(List<Peer> receivers, Instant expiresAt) {}

  PendingOffers(Duration lifetime) {
    this.lifetime = lifetime;
  }

  int size() {
    return open.size();
  }

  /** False, and nothing is kept, when this receiver has the offer already. */
  boolean sent(Peer offerer, OfferId id, Peer receiver, Instant now) {
    var name = new Name(offerer, id);
    var before = open.get(name);
    if (before == null) {
      var receivers = new ArrayList<Peer>(1);
      receivers.add(receiver);
      open.put(name, new Pending(receivers, now.plus(lifetime)));
    } else if (before.receivers().contains(receiver)
        || before.receivers().size() >= MAX_RECEIVERS) {
      return false;
    } else {
      before.receivers().add(receiver);
    }
    receiver.offerSent();
    return true;
  }

  /** Whether {@code receiver} may answer the offer; if so, nobody may any more. */
  boolean answered(Peer offerer, OfferId id, Peer receiver) {
    var name = new Name(offerer, id);
    var found = Optional.ofNullable(open.get(name)).filter(p -> p.receivers().contains(receiver));
    found.ifPresent(
        pending -> {
          open.remove(name);
          pending.receivers().forEach(Peer::offerOver);
        });
    return found.isPresent();
  }

  /** Ends those whose time is over; returns who was silent, once for each offer. */
  List<Peer> expire(Instant now) {
    if (open.isEmpty()) {
      return List.of();
    }
    var silent = new ArrayList<Peer>();
    var each = open.values().iterator();
    while (each.hasNext()) {
      var pending = each.next();
      if (pending.expiresAt().isAfter(now)) {
        break;
      }
      each.remove();
      pending.receivers().forEach(Peer::offerOver);
      silent.addAll(pending.receivers());
    }
    return silent;
  }
}
