package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RingSlot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What one member of a ring is to have: slots in proportion to its weight, rounded up or down. */
final class RingShare {
  final PeerId peer;
  private final double quota;
  private int slots;

  private RingShare(PeerId peer, double quota, int held) {
    this.peer = peer;
    this.quota = quota;
    this.slots = Math.clamp(held, (int) Math.floor(quota), (int) Math.ceil(quota));
  }

  int slots() {
    return slots;
  }

  /**
   * The shares with the fewest moves, in order of peers. Whoever has its share rounded up or down
   * already keeps it, others get the nearer of the two; what is over or missing then is spread, one
   * slot each, over those whose rounding allows it, who is furthest from its share first.
   *
   * @param held slots that each has now
   * @param weights above 0
   */
  static List<RingShare> of(Map<PeerId, Integer> held, Map<PeerId, Long> weights) {
    double total = weights.values().stream().mapToDouble(Long::doubleValue).sum();
    var shares = new ArrayList<RingShare>(weights.size());
    weights.forEach(
        (peer, weight) ->
            shares.add(
                new RingShare(peer, weight / total * RingSlot.COUNT, held.getOrDefault(peer, 0))));
    spread(RingSlot.COUNT - shares.stream().mapToInt(RingShare::slots).sum(), shares);
    shares.sort(Comparator.comparing(share -> share.peer));
    return shares;
  }

  private static void spread(int missing, List<RingShare> shares) {
    int step = Integer.signum(missing);
    shares.sort(
        Comparator.comparingDouble((RingShare share) -> step * (share.slots - share.quota))
            .thenComparing(share -> share.peer));
    int left = missing;
    for (var share : shares) {
      if (left != 0 && Math.abs(share.slots + step - share.quota) < 1) {
        share.slots += step;
        left -= step;
      }
    }
  }
}
