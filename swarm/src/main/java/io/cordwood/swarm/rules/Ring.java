package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RingSlot;
import io.cordwood.swarm.content.SlotRanges;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who fetches what for a cohort: each slot has one owner, and the backup of a run of slots is the
 * owner of the next run. Immutable; kept as runs, so that it costs as much as it is cut.
 *
 * <p>Invariant: {@code starts} ascends from 0; a run and the one after it have different owners;
 * only the last and the first, which meet where the ring closes, may have the same.
 */
final class Ring {
  /**
   * Moves leave the ring cut into more and more runs. With few owners, each has several pieces of a
   * segment, which should be one range: then a ring with more than this many runs an owner is laid
   * out afresh. With more owners each has about one piece however its slots lie.
   */
  private static final int MOST_RUNS_PER_OWNER = 4;

  private static final int FEW_OWNERS = 8;

  private final int[] starts;
  private final PeerId[] owners;

  private Ring(int[] starts, PeerId[] owners) {
    this.starts = starts;
    this.owners = owners;
  }

  /**
   * A ring for these members, each with slots in proportion to its weight, rounded up or down.
   *
   * @param before the ring of which as few slots as possible are moved; empty for none
   * @param weights above 0; of one member or more
   */
  static Ring of(Optional<Ring> before, Map<PeerId, Long> weights) {
    var sizes = before.map(Ring::sizes).orElse(Map.of());
    var shares = RingShare.of(sizes, weights);
    var moved = new RingLayout(before, shares).ring();
    boolean cut =
        weights.size() <= FEW_OWNERS && moved.runs() > MOST_RUNS_PER_OWNER * weights.size();
    return cut ? new RingLayout(Optional.empty(), shares).ring() : moved;
  }

  /** Of {@link RingSlot#COUNT} owners, one a slot. */
  static Ring of(PeerId[] slots) {
    var starts = new int[slots.length];
    var owners = new PeerId[slots.length];
    int runs = 0;
    for (int slot = 0; slot < slots.length; slot++) {
      if (slot == 0 || !slots[slot].equals(owners[runs - 1])) {
        starts[runs] = slot;
        owners[runs++] = slots[slot];
      }
    }
    return new Ring(Arrays.copyOf(starts, runs), Arrays.copyOf(owners, runs));
  }

  /** Calls for each run with its owner, first slot and the slot after its last. */
  void eachRun(RunAction action) {
    for (int run = 0; run < starts.length; run++) {
      action.run(owners[run], starts[run], end(run));
    }
  }

  /** What is done with a run. */
  interface RunAction {
    void run(PeerId owner, int from, int end);
  }

  /** Owner and backup slots of each owner. */
  Map<PeerId, Part> parts() {
    var own = new HashMap<PeerId, SlotRanges.Builder>();
    var backup = new HashMap<PeerId, SlotRanges.Builder>();
    for (int run = 0; run < starts.length; run++) {
      int count = end(run) - starts[run];
      own.computeIfAbsent(owners[run], p -> new SlotRanges.Builder()).add(starts[run], count);
      var next = owners[nextOwner(run)];
      if (!next.equals(owners[run])) {
        backup.computeIfAbsent(next, p -> new SlotRanges.Builder()).add(starts[run], count);
      }
    }
    var parts = new HashMap<PeerId, Part>();
    own.forEach(
        (peer, slots) ->
            parts.put(
                peer,
                new Part(
                    slots.build(),
                    backup.containsKey(peer) ? backup.get(peer).build() : SlotRanges.EMPTY)));
    return parts;
  }

  /** Who owns a slot. */
  PeerId owner(int slot) {
    return owners[run(slot)];
  }

  /** Who stands in for the owner of a slot; the owner itself when it is the only one. */
  PeerId backup(int slot) {
    return owners[nextOwner(run(slot))];
  }

  /** How many pieces the ring is cut into. */
  int runs() {
    return starts.length;
  }

  private int run(int slot) {
    int found = Arrays.binarySearch(starts, slot);
    return found >= 0 ? found : -found - 2;
  }

  private int end(int run) {
    return run + 1 < starts.length ? starts[run + 1] : RingSlot.COUNT;
  }

  /** The first run after this one with another owner: the next but where the ring closes. */
  private int nextOwner(int run) {
    int next = (run + 1) % starts.length;
    return owners[next].equals(owners[run]) ? (next + 1) % starts.length : next;
  }

  private Map<PeerId, Integer> sizes() {
    var sizes = new HashMap<PeerId, Integer>();
    for (int run = 0; run < starts.length; run++) {
      sizes.merge(owners[run], end(run) - starts[run], Integer::sum);
    }
    return sizes;
  }

  /** The slots of an owner and those where it is the backup. */
  record Part(SlotRanges own, SlotRanges backup) {
    static final Part NOTHING = new Part(SlotRanges.EMPTY, SlotRanges.EMPTY);
  }
}
