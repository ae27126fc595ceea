package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.wire.UpMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The members of a swarm and the indexes by which they are found.
 *
 * <p>Invariant: every member is in {@code byKey}, {@code byId}, {@code all} and {@code connections}
 * once, in the place bags of its profile, and in the cohort bag of its last state; {@code byKey} is
 * in the order in which members were last heard. Empty bags are not kept.
 */
final class Members {
  private final Duration horizon;
  private final Map<PeerKey, Peer> byKey = new LinkedHashMap<>();
  private final Map<PeerId, Peer> byId = new HashMap<>();
  private final Map<ConnectionId, List<Peer>> connections = new HashMap<>();
  private final Bag<Peer> all = new Bag<>();
  private final Map<Object, Bag<Peer>> bags = new HashMap<>();
  private int links;

  private record Address(String key) {}

  private record Prefix(String key) {}

  Members(Duration horizon) {
    this.horizon = horizon;
  }

  int size() {
    return byKey.size();
  }

  Optional<Peer> find(PeerKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  Optional<Peer> find(PeerId id) {
    return Optional.ofNullable(byId.get(id));
  }

  boolean holds(Peer peer) {
    return byKey.get(peer.key) == peer;
  }

  List<Peer> of(ConnectionId connection) {
    return List.copyOf(connections.getOrDefault(connection, List.of()));
  }

  void add(Peer peer) {
    byKey.put(peer.key, peer);
    byId.put(peer.id(), peer);
    connections.computeIfAbsent(peer.key.connection(), k -> new ArrayList<>(1)).add(peer);
    all.add(peer);
    places(peer).forEach(place -> putInto(place, peer));
    peer.cohort(horizon).ifPresent(cohort -> putInto(cohort, peer));
  }

  void remove(Peer peer) {
    byKey.remove(peer.key);
    byId.remove(peer.id());
    connections.computeIfPresent(
        peer.key.connection(),
        (connection, peers) -> {
          peers.remove(peer);
          return peers.isEmpty() ? null : peers;
        });
    all.remove(peer);
    places(peer).forEach(place -> takeFrom(place, peer));
    peer.cohort(horizon).ifPresent(cohort -> takeFrom(cohort, peer));
  }

  void heard(Peer peer, Instant now) {
    peer.heard(now);
    byKey.remove(peer.key);
    byKey.put(peer.key, peer);
  }

  void reported(Peer peer, UpMessage.State state, Instant now) {
    peer.cohort(horizon).ifPresent(cohort -> takeFrom(cohort, peer));
    peer.reported(state, now);
    peer.cohort(horizon).ifPresent(cohort -> putInto(cohort, peer));
  }

  /** Who was not heard of after {@code since}. */
  List<Peer> silentSince(Instant since) {
    return byKey.values().stream().takeWhile(peer -> !peer.heardAt().isAfter(since)).toList();
  }

  Peer draw(RandomGenerator random) {
    return all.draw(random);
  }

  /** Some of those who may suit, by place, by cohort and by chance; may hold the peer itself. */
  Set<Peer> around(Peer peer, int count, RandomGenerator random) {
    var found = all.sample(count, random);
    for (var place : places(peer)) {
      found.addAll(sample(place, count, random));
    }
    peer.cohort(horizon)
        .ifPresent(
            cohort -> {
              for (int shift = -1; shift <= 1; shift++) {
                found.addAll(sample(cohort.shifted(shift), count, random));
              }
            });
    return found;
  }

  void linked(int change) {
    links += change;
  }

  SwarmView view(int pendingIntroductions) {
    var cohorts = new HashMap<Cohort, Integer>();
    bags.forEach(
        (key, bag) -> {
          if (key instanceof Cohort cohort) {
            cohorts.put(cohort, bag.size());
          }
        });
    return new SwarmView(size(), links, pendingIntroductions, cohorts);
  }

  private Set<Peer> sample(Object key, int count, RandomGenerator random) {
    var bag = bags.get(key);
    return bag == null ? Set.of() : bag.sample(count, random);
  }

  private static List<Object> places(Peer peer) {
    var place = peer.profile.place();
    var keys = new ArrayList<Object>(3);
    keys.add(new Address(place.address()));
    keys.add(new Prefix(place.prefix()));
    peer.profile.siteGroup().ifPresent(keys::add);
    return keys;
  }

  private void putInto(Object key, Peer peer) {
    bags.computeIfAbsent(key, k -> new Bag<>()).add(peer);
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
