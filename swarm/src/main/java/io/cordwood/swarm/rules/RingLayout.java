package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RingSlot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lays out a ring so that each has its share, moving no slot that need not move: who has too many
 * gives up its shortest runs first, and what is free goes to whoever it touches, then to the others
 * in order.
 */
final class RingLayout {
  private final PeerId[] slots = new PeerId[RingSlot.COUNT];

  /** What each still lacks; below 0: has too many. */
  private final Map<PeerId, Integer> lacks = new HashMap<>();

  private final Map<PeerId, List<Run>> runs = new HashMap<>();

  private record Run(int from, int end) {
    int length() {
      return end - from;
    }
  }

  RingLayout(Optional<Ring> before, List<RingShare> shares) {
    shares.forEach(share -> lacks.put(share.peer, share.slots()));
    before.ifPresent(ring -> ring.eachRun(this::keep));
    runs.forEach(this::giveUp);
    extend();
    fill(shares);
  }

  Ring ring() {
    return Ring.of(slots);
  }

  private void keep(PeerId owner, int from, int end) {
    if (lacks.containsKey(owner)) {
      runs.computeIfAbsent(owner, o -> new ArrayList<>(1)).add(new Run(from, end));
      take(owner, from, end);
    }
  }

  private void take(PeerId owner, int from, int end) {
    for (int slot = from; slot < end; slot++) {
      slots[slot] = owner;
    }
    lacks.merge(owner, from - end, Integer::sum);
  }

  private void giveUp(PeerId owner, List<Run> of) {
    int tooMany = -lacks.get(owner);
    of.sort(Comparator.comparingInt(Run::length).thenComparingInt(Run::from));
    for (var run : of) {
      int given = Math.clamp(tooMany, 0, run.length());
      for (int slot = run.end() - given; slot < run.end(); slot++) {
        slots[slot] = null;
      }
      lacks.merge(owner, given, Integer::sum);
      tooMany -= given;
    }
  }

  private void extend() {
    for (int slot = 1; slot < slots.length; slot++) {
      extendInto(slot, slots[slot - 1]);
    }
    for (int slot = slots.length - 2; slot >= 0; slot--) {
      extendInto(slot, slots[slot + 1]);
    }
  }

  private void extendInto(int slot, PeerId neighbour) {
    if (slots[slot] == null && neighbour != null && lacks.get(neighbour) > 0) {
      take(neighbour, slot, slot + 1);
    }
  }

  private void fill(List<RingShare> shares) {
    int slot = 0;
    for (var share : shares) {
      for (int lack = lacks.get(share.peer); lack > 0; slot++) {
        if (slots[slot] == null) {
          slots[slot] = share.peer;
          lack--;
        }
      }
    }
  }
}
