package io.cordwood.swarm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RingSlot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RingProperties {
  @Property(tries = 200)
  void everySlotIsOwnedOnceAndTheBackupIsAnother(
      @ForAll @IntRange(min = 2, max = 300) int members, @ForAll long seed) {
    var ring = Ring.of(Optional.empty(), weights(members, new Random(seed)));
    var owned = new int[RingSlot.COUNT];
    ring.parts()
        .forEach(
            (peer, part) -> {
              for (int slot = 0; slot < RingSlot.COUNT; slot++) {
                boolean own = part.own().contains(slot);
                owned[slot] += own ? 1 : 0;
                assertThat(own).isEqualTo(ring.owner(slot).equals(peer));
                assertThat(part.backup().contains(slot)).isEqualTo(ring.backup(slot).equals(peer));
              }
            });
    assertThat(owned).containsOnly(1);
    for (int slot = 0; slot < RingSlot.COUNT; slot++) {
      assertThat(ring.backup(slot)).isNotEqualTo(ring.owner(slot));
    }
  }

  @Property(tries = 200)
  void sharesAreInProportionThroughoutChanges(
      @ForAll @IntRange(min = 1, max = 200) int members, @ForAll long seed) {
    var random = new Random(seed);
    var weights = weights(members, random);
    var ring = Optional.<Ring>empty();
    for (int change = 0; change < 20; change++) {
      ring = Optional.of(Ring.of(ring, weights));
      assertProportional(ring.get(), weights);
      change(weights, 1000 + change, random);
    }
  }

  @Property(tries = 200)
  void noSlotMovesThatNeedNot(
      @ForAll @IntRange(min = 9, max = 300) int members, @ForAll long seed) {
    var random = new Random(seed);
    var weights = weights(members, random);
    var before = Ring.of(Optional.empty(), weights);
    var sizes = sizes(before);
    change(weights, 1000, random);
    var after = Ring.of(Optional.of(before), weights);
    int moved = 0;
    for (int slot = 0; slot < RingSlot.COUNT; slot++) {
      moved += before.owner(slot).equals(after.owner(slot)) ? 0 : 1;
    }
    int needed = 0;
    for (var entry : sizes(after).entrySet()) {
      needed += Math.max(0, entry.getValue() - sizes.getOrDefault(entry.getKey(), 0));
    }
    assertThat(moved).isEqualTo(needed);
    assertThat(needed).isLessThanOrEqualTo(needed(weights, sizes));
  }

  @Property(tries = 50)
  void theSameMembersMakeTheSameRing(
      @ForAll @IntRange(min = 1, max = 300) int members, @ForAll long seed) {
    var weights = weights(members, new Random(seed));
    var peers = new ArrayList<>(weights.keySet());
    Collections.shuffle(peers, new Random(seed + 1));
    var shuffled = new LinkedHashMap<PeerId, Long>();
    peers.forEach(peer -> shuffled.put(peer, weights.get(peer)));
    var ring = Ring.of(Optional.empty(), weights);
    assertThat(Ring.of(Optional.empty(), shuffled).parts()).isEqualTo(ring.parts());
    assertThat(Ring.of(Optional.of(ring), shuffled).parts()).isEqualTo(ring.parts());
  }

  @Property(tries = 100)
  void aSmallRingStaysInFewPieces(
      @ForAll @IntRange(min = 1, max = 8) int members, @ForAll long seed) {
    var random = new Random(seed);
    var weights = weights(members, random);
    var ring = Ring.of(Optional.empty(), weights);
    for (int change = 0; change < 60; change++) {
      change(weights, 1000 + change, random);
      ring = Ring.of(Optional.of(ring), weights);
      if (weights.size() <= 8) {
        assertThat(ring.runs()).isLessThanOrEqualTo(4 * weights.size());
      }
    }
  }

  /** One comes, one goes, or one measures another uplink. */
  private static void change(Map<PeerId, Long> weights, int newcomer, Random random) {
    var peers = new ArrayList<>(weights.keySet());
    var one = peers.get(random.nextInt(peers.size()));
    switch (random.nextInt(3)) {
      case 0 -> weights.put(SwarmRig.peerId(newcomer), weight(random));
      case 1 -> weights.put(one, weight(random));
      default -> {
        if (peers.size() > 1) {
          weights.remove(one);
        }
      }
    }
  }

  /** The moves that no ring with these shares can do without. */
  private static int needed(Map<PeerId, Long> weights, Map<PeerId, Integer> sizes) {
    double total = weights.values().stream().mapToLong(Long::longValue).sum();
    int takes = 0;
    int gives = 0;
    for (var entry : weights.entrySet()) {
      double quota = entry.getValue() / total * RingSlot.COUNT;
      int held = sizes.getOrDefault(entry.getKey(), 0);
      takes += Math.max(0, (int) Math.floor(quota) - held);
      gives += Math.max(0, held - (int) Math.ceil(quota));
    }
    for (var entry : sizes.entrySet()) {
      gives += weights.containsKey(entry.getKey()) ? 0 : entry.getValue();
    }
    return Math.max(takes, gives);
  }

  private static void assertProportional(Ring ring, Map<PeerId, Long> weights) {
    double total = weights.values().stream().mapToLong(Long::longValue).sum();
    var sizes = sizes(ring);
    assertThat(weights.keySet()).containsAll(sizes.keySet());
    weights.forEach(
        (peer, weight) ->
            assertThat(Math.abs(sizes.getOrDefault(peer, 0) - weight / total * RingSlot.COUNT))
                .isLessThan(1.000001));
  }

  private static Map<PeerId, Integer> sizes(Ring ring) {
    var sizes = new HashMap<PeerId, Integer>();
    ring.parts().forEach((peer, part) -> sizes.put(peer, part.own().size()));
    return sizes;
  }

  private static Map<PeerId, Long> weights(int members, Random random) {
    var weights = new HashMap<PeerId, Long>();
    for (int i = 1; i <= members; i++) {
      weights.put(SwarmRig.peerId(i), weight(random));
    }
    return weights;
  }

  private static long weight(Random random) {
    return 100_000 + random.nextInt(20_000_000);
  }
}
