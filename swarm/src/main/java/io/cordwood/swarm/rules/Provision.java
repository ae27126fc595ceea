package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.RenditionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sees, tick by tick, which cohorts can provide for themselves, and tells their viewers.
 *
 * <p>Invariant: {@code thinness} has exactly the cohorts that had a viewer at the last tick. A
 * viewer is told what changed, and once a tick at most.
 */
final class Provision {
  private static final Comparator<Cohort> FURTHEST_FIRST =
      Comparator.comparingLong(Cohort::window).reversed();

  private final SwarmConfig config;
  private final ThinRules rules;
  private Map<Cohort, Thinness> thinness = Map.of();
  private Map<RenditionName, Flow> flows = Map.of();

  Provision(SwarmConfig config, ThinRules rules) {
    this.config = config;
    this.rules = rules;
  }

  /** By rendition, as of the last tick. */
  Map<RenditionName, Flow> flows() {
    return flows;
  }

  /** Looks at all viewers; {@code webseeds} are the title's. */
  void tick(Collection<Peer> viewers, WebseedLoad webseeds, Instant now, List<Outgoing> out) {
    var cohorts = new HashMap<Cohort, List<Peer>>();
    for (var peer : viewers) {
      peer.cohort(config.horizon())
          .ifPresent(cohort -> cohorts.computeIfAbsent(cohort, c -> new ArrayList<>()).add(peer));
    }
    weigh(cohorts, now);
    var patience = rules.patienceAt(webseeds.heat());
    cohorts.forEach(
        (cohort, peers) -> {
          var advice = new Advice(thinness.get(cohort).isThin(), patience, webseeds.busy());
          peers.forEach(peer -> tell(peer, advice, out));
        });
  }

  /** Those ahead first, for what they have to spare helps those behind. */
  private void weigh(Map<Cohort, List<Peer>> cohorts, Instant now) {
    var before = thinness;
    thinness = new HashMap<>();
    var totals = new HashMap<RenditionName, Flow>();
    var spare = new HashMap<Cohort, Long>();
    for (var cohort : cohorts.keySet().stream().sorted(FURTHEST_FIRST).toList()) {
      var supply = Supply.of(cohorts.get(cohort), spare.getOrDefault(cohort.shifted(1), 0L), rules);
      spare.put(cohort, supply.spare());
      var state = before.getOrDefault(cohort, beginning(before.get(cohort.shifted(-1))));
      state.update(supply, now);
      thinness.put(cohort, state);
      totals.merge(cohort.rendition(), Flow.of(supply, state.isThin()), Flow::plus);
    }
    flows = Map.copyOf(totals);
  }

  private Thinness beginning(Thinness behind) {
    return new Thinness(behind != null && behind.isThin(), rules);
  }

  private void tell(Peer peer, Advice advice, List<Outgoing> out) {
    if (!advice.equals(peer.advice)) {
      peer.advice = advice;
      out.add(new Outgoing.Send(peer.key, config.policy(peer.profile, advice)));
    }
  }
}
