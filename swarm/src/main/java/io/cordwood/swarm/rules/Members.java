package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.wire.UpMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * The members of a swarm and the indexes by which they are found.
 *
 * <p>Invariant: every member is in {@code byId}, {@code all}, the list of its connection and the
 * order of its door once, in the place bags of its profile, and in the cohort bag of its last
 * state; those that have not everything are in {@code incomplete}. Empty bags are not kept.
 */
final class Members {
  private final Duration horizon;
  private final Map<PeerId, Peer> byId = new HashMap<>();

  /** The last comer of each connection; the others follow by {@link Peer#nextOfConnection}. */
  private final Map<ConnectionId, Peer> connections = new HashMap<>();

  private final Map<Door, HeardOrder> heard = new EnumMap<>(Door.class);
  private final Bag all = new Bag(Bag.Shelf.ALL);
  private final Bag incomplete = new Bag(Bag.Shelf.INCOMPLETE);
  private final Map<Object, Bag> bags = new HashMap<>();
  private int links;
  private int downloaded;

  private record Address(long key) {}

  private record Prefix(long key) {}

  Members(Duration horizon) {
    this.horizon = horizon;
    for (var door : Door.values()) {
      heard.put(door, new HeardOrder());
    }
  }

  int size() {
    return all.size();
  }

  /** Null when there is no such member. */
  Peer get(PeerKey key) {
    var peer = byId.get(key.peer());
    return peer != null && peer.key.equals(key) ? peer : null;
  }

  Optional<Peer> find(PeerKey key) {
    return Optional.ofNullable(get(key));
  }

  /** Null when there is no such member. */
  Peer get(PeerId id) {
    return byId.get(id);
  }

  Optional<Peer> find(PeerId id) {
    return Optional.ofNullable(byId.get(id));
  }

  boolean holds(Peer peer) {
    return byId.get(peer.id()) == peer;
  }

  boolean has(ConnectionId connection) {
    return connections.containsKey(connection);
  }

  List<Peer> of(ConnectionId connection) {
    var found = new ArrayList<Peer>(1);
    for (var peer = connections.get(connection); peer != null; peer = peer.nextOfConnection) {
      found.add(peer);
    }
    return found;
  }

  void add(Peer peer) {
    byId.put(peer.id(), peer);
    peer.nextOfConnection = connections.put(peer.key.connection(), peer);
    heard.get(peer.profile.door()).add(peer);
    all.add(peer);
    eachPlace(peer, (shelf, place) -> putInto(shelf, place, peer));
    peer.cohort(horizon).ifPresent(cohort -> putInto(Bag.Shelf.COHORT, cohort, peer));
    if (!peer.isComplete()) {
      incomplete.add(peer);
    }
  }

  void remove(Peer peer) {
    byId.remove(peer.id());
    forgetConnection(peer);
    heard.get(peer.profile.door()).remove(peer);
    all.remove(peer);
    eachPlace(peer, (shelf, place) -> takeFrom(place, peer));
    peer.cohort(horizon).ifPresent(cohort -> takeFrom(cohort, peer));
    if (!peer.isComplete()) {
      incomplete.remove(peer);
    }
  }

  void heard(Peer peer, Instant now) {
    peer.heard(now);
    heard.get(peer.profile.door()).heard(peer);
  }

  void reported(Peer peer, UpMessage.State state, Instant now) {
    peer.cohort(horizon).ifPresent(cohort -> takeFrom(cohort, peer));
    peer.reported(state, now);
    peer.cohort(horizon).ifPresent(cohort -> putInto(Bag.Shelf.COHORT, cohort, peer));
  }

  /** It has everything; for good, since what is complete does not become incomplete. */
  void completed(Peer peer) {
    if (peer.becomesComplete()) {
      incomplete.remove(peer);
    }
  }

  /** A download was said to be done. */
  void countDownload() {
    downloaded++;
  }

  Tally tally() {
    return new Tally(all.size() - incomplete.size(), incomplete.size(), downloaded);
  }

  /** Viewers who were not heard of after {@code since}. */
  List<Peer> silentViewers(Instant since) {
    var silent = new ArrayList<Peer>();
    var peer = heard.get(Door.SIGNALING).oldest();
    for (; peer != null && !peer.wasHeardAfter(since); peer = peer.heardAfter) {
      silent.add(peer);
    }
    return silent;
  }

  /**
   * Clients of the tracker door whose next announce is overdue, of those not heard of after {@code
   * since}.
   */
  List<Peer> overdueClients(Instant since, Instant now) {
    var overdue = new ArrayList<Peer>();
    var peer = heard.get(Door.TRACKER).oldest();
    for (; peer != null && !peer.wasHeardAfter(since); peer = peer.heardAfter) {
      if (peer.isOverdue(now)) {
        overdue.add(peer);
      }
    }
    return overdue;
  }

  /** Those to whom this member has something to give or of whom it may get something. */
  Bag partnersOf(Peer peer) {
    return peer.isComplete() ? incomplete : all;
  }

  Peer draw(RandomGenerator random) {
    return all.draw(random);
  }

  /** Those behind the same router; at least the peer itself. */
  Bag atAddress(Peer peer) {
    return bags.get(new Address(peer.profile.place().address()));
  }

  /** Those in the same prefix; at least the peer itself. */
  Bag inPrefix(Peer peer) {
    return bags.get(new Prefix(peer.profile.place().prefix()));
  }

  /** Some of those who may suit, by place, by cohort and by chance; may hold the peer itself. */
  Set<Peer> around(Peer peer, int count, RandomGenerator random) {
    var found = all.sample(count, random);
    eachPlace(peer, (shelf, place) -> found.addAll(sample(place, count, random)));
    peer.cohort(horizon)
        .ifPresent(
            cohort -> {
              for (int shift = -1; shift <= 1; shift++) {
                found.addAll(sample(cohort.shifted(shift), count, random));
              }
            });
    return found;
  }

  /** Some viewers of a rendition whose swarm has one cohort for it. */
  Set<Peer> watching(RenditionName rendition, int count, RandomGenerator random) {
    return sample(new Cohort(rendition, 0), count, random);
  }

  void linked(int change) {
    links += change;
  }

  SwarmView view(int pendingIntroductions, Map<RenditionName, Flow> flows) {
    var cohorts = new HashMap<Cohort, Integer>();
    bags.forEach(
        (key, bag) -> {
          if (key instanceof Cohort cohort) {
            cohorts.put(cohort, bag.size());
          }
        });
    return new SwarmView(size(), links, pendingIntroductions, cohorts, flows);
  }

  private void forgetConnection(Peer peer) {
    var connection = peer.key.connection();
    var before = connections.get(connection);
    if (before == peer) {
      if (peer.nextOfConnection == null) {
        connections.remove(connection);
      } else {
        connections.put(connection, peer.nextOfConnection);
      }
      return;
    }
    while (before.nextOfConnection != peer) {
      before = before.nextOfConnection;
    }
    before.nextOfConnection = peer.nextOfConnection;
  }

  private Set<Peer> sample(Object key, int count, RandomGenerator random) {
    var bag = bags.get(key);
    return bag == null ? Set.of() : bag.sample(count, random);
  }

  private static void eachPlace(Peer peer, BiConsumer<Bag.Shelf, Object> action) {
    var place = peer.profile.place();
    action.accept(Bag.Shelf.ADDRESS, new Address(place.address()));
    action.accept(Bag.Shelf.PREFIX, new Prefix(place.prefix()));
    peer.profile.siteGroup().ifPresent(group -> action.accept(Bag.Shelf.GROUP, group));
  }

  private void putInto(Bag.Shelf shelf, Object key, Peer peer) {
    bags.computeIfAbsent(key, k -> new Bag(shelf)).add(peer);
  }

  private void takeFrom(Object key, Peer peer) {
    bags.computeIfPresent(
        key,
        (k, bag) -> {
          bag.remove(peer);
          return bag.isEmpty() ? null : bag;
        });
  }
}
