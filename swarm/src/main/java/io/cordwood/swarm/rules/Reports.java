package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.wire.UpMessage;
import java.time.Instant;
import java.util.List;

/**
 * What peers say of themselves and of others, and how far it is believed: an accusation only about
 * a peer that this node brought together with the accuser, and once for each time it did. It costs
 * the accuser something as well, unless others say that the accused lies.
 */
final class Reports {
  /** Wrong bytes are worse than a connection that did not come about. */
  private static final int LIE_DEMERITS = 4;

  private final SwarmConfig config;
  private final SwarmCounters counters;
  private final Members members;
  private final Introductions introductions;
  private final Duties duties;

  Reports(
      SwarmConfig config,
      SwarmCounters counters,
      Members members,
      Introductions introductions,
      Duties duties) {
    this.config = config;
    this.counters = counters;
    this.members = members;
    this.introductions = introductions;
    this.duties = duties;
  }

  void apply(Peer peer, UpMessage.State state, Instant now, List<Outgoing> out) {
    members.reported(peer, state, now);
    state.failed().forEach(other -> accuse(peer, other, false, now, out));
    state.lying().forEach(other -> accuse(peer, other, true, now, out));
    forgetLostLinks(peer, state.connected(), now);
    duties.reported(peer, state, now);
  }

  private void accuse(
      Peer accuser, PeerId accused, boolean lying, Instant now, List<Outgoing> out) {
    var found = members.find(accused).filter(accuser::isBusyWith);
    if (found.isEmpty()) {
      if (!accuser.isCoolingWith(accused, now)) {
        counters.add(SwarmCount.REPORT_NOT_CREDIBLE);
      }
      return;
    }
    var other = found.get();
    boolean lied = lying && accuser.links().containsKey(other);
    counters.add(lied ? SwarmCount.LINKS_LYING : SwarmCount.LINKS_FAILED);
    introductions.breakUp(accuser, other, now, out);
    if (lied) {
      accuser.keepFrom(other.id(), now.plus(config.liarCoolDown()));
      other.keepFrom(accuser.id(), now.plus(config.liarCoolDown()));
    }
    duties.doubted(other);
    other.demerit(lied ? LIE_DEMERITS : 1, now, config.demeritFadesEvery());
    if (!lied || other.accusations(now) == 0) {
      accuser.demerit(1, now, config.demeritFadesEvery());
    }
    if (lied) {
      other.accused(accuser, now.plus(config.liarCoolDown()), now);
    }
  }

  /**
   * A peer with fewer connections than links lost some without saying which: those whose other end
   * misses one too, or all when it has no connection at all. Links so young that their connection
   * may still come about do not count.
   */
  private void forgetLostLinks(Peer peer, int connected, Instant now) {
    var before = now.minus(config.introductionLifetime());
    int lost = peer.lostLinks(before);
    for (var other : peer.linksOlderThan(before)) {
      if (lost > 0 && (connected == 0 || other.lostLinks(before) > 0)) {
        introductions.forgetLink(peer, other, now);
        lost--;
      }
    }
  }
}
