package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.OfferId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
  private final Map<Pending, Pending> open = new LinkedHashMap<>();

  /** What is looked for; there is one owner, so one is enough. */
  private final Pending wanted = new Pending();

  /**
   * An offer with its receivers, found by whose it is and how it is called. Ordered, so that ids
   * made to collide cost little.
   */
  private static final class Pending implements Comparable<Pending> {
    private Peer offerer;
    private OfferId id;
    private Peer receiver;
    private List<Peer> others = List.of();
    private long expiresAtMs;

    boolean reached(Peer peer) {
      return receiver == peer || others.contains(peer);
    }

    void over() {
      receiver.offerOver();
      others.forEach(Peer::offerOver);
    }

    @Override
    public int hashCode() {
      return 31 * id.hashCode() + offerer.id().hashCode();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Pending that && offerer == that.offerer && id.equals(that.id);
    }

    @Override
    public int compareTo(Pending other) {
      return id.compareTo(other.id);
    }
  }

  PendingOffers(Duration lifetime) {
    this.lifetime = lifetime;
  }

  /** False, and nothing is kept, when this receiver has the offer already. */
  boolean sent(Peer offerer, OfferId id, Peer receiver, Instant now) {
    var before = find(offerer, id);
    if (before == null) {
      keep(offerer, id, receiver, now);
    } else if (before.reached(receiver) || before.others.size() + 1 >= MAX_RECEIVERS) {
      return false;
    } else {
      before.others = Stream.concat(before.others.stream(), Stream.of(receiver)).toList();
    }
    receiver.offerSent();
    return true;
  }

  /** Whether {@code receiver} may answer the offer; if so, nobody may any more. */
  boolean answered(Peer offerer, OfferId id, Peer receiver) {
    var found = find(offerer, id);
    if (found == null || !found.reached(receiver)) {
      return false;
    }
    open.remove(found);
    found.over();
    return true;
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
      if (pending.expiresAtMs > now.toEpochMilli()) {
        break;
      }
      each.remove();
      pending.over();
      silent.add(pending.receiver);
      silent.addAll(pending.others);
    }
    return silent;
  }

  private Pending find(Peer offerer, OfferId id) {
    wanted.offerer = offerer;
    wanted.id = id;
    return open.get(wanted);
  }

  private void keep(Peer offerer, OfferId id, Peer receiver, Instant now) {
    var pending = new Pending();
    pending.offerer = offerer;
    pending.id = id;
    pending.receiver = receiver;
    pending.expiresAtMs = now.plus(lifetime).toEpochMilli();
    open.put(pending, pending);
  }
}
