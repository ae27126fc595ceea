package io.cordwood.swarm.rules;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a cohort is thin. Invariant: it changes only after the opposite held without a break for
 * {@link ThinRules#forAtLeast}.
 */
final class Thinness {
  private final ThinRules rules;
  private boolean thin;
  private Optional<Instant> otherwiseSince = Optional.empty();

  /** A cohort that begins as thin as the one its viewers come from. */
  Thinness(boolean thin, ThinRules rules) {
    this.thin = thin;
    this.rules = rules;
  }

  boolean isThin() {
    return thin;
  }

  /** What holds now; called at every tick. */
  void update(Supply supply, Instant now) {
    double needed = (thin ? rules.enoughFrom() : rules.thinBelow()) * supply.demand();
    boolean isShort = supply.supply() < needed;
    if (isShort == thin) {
      otherwiseSince = Optional.empty();
      return;
    }
    var since = otherwiseSince.orElse(now);
    otherwiseSince = Optional.of(since);
    if (!now.isBefore(since.plus(rules.forAtLeast()))) {
      thin = isShort;
      otherwiseSince = Optional.empty();
    }
  }
}
