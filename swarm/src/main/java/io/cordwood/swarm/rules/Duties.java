package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.RingSlot;
import io.cordwood.swarm.content.SegmentRecord;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.UpMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Who is in which cohort, and when a cohort's ring is made.
 *
 * <p>A cohort is not a fixed window of the film: such a window would hand a whole audience over to
 * the next one every minute, and cut those who play side by side at its edge. It is centred on its
 * first member and moves with it: what is compared is the playhead less the clock, which stays as
 * it is while one plays on. Who comes within 25 s of the centre joins, who is 30 s away leaves, so
 * that nobody goes to and fro at an edge, and no owner is a whole horizon behind the one who needs
 * its piece first. Cohorts may overlap; who is covered by two is in the larger one. Viewers spread
 * evenly over a film make a cohort every minute or so. Neighbouring ones share without a rule: what
 * one cohort needs next, the one ahead of it holds, and an owner leaves to its neighbours what they
 * hold. So a segment costs at most one copy for each cohort, and less where they are linked.
 *
 * <p>The viewers of a live rendition play at its end and are one cohort, as far behind as some may
 * be: the swarm's horizon is endless.
 *
 * <p>Invariant: a viewer is in at most one cohort; no cohort is empty; a cohort whose ring may have
 * to change is in {@code waiting}; who left a cohort since the last tick is in {@code released}, so
 * that nobody keeps slots that others were given.
 */
final class Duties {
  /** Shortest time between two rings of one cohort. */
  private static final Duration RING_EVERY = Duration.ofSeconds(1);

  /** Rings made in one tick: bounds its time, about a tenth of a millisecond each. */
  private static final int RINGS_PER_TICK = 64;

  /** A cohort this many times larger takes over those whom it covers as well. */
  private static final int MUCH_LARGER = 2;

  private final SwarmKind kind;
  private final Edge edge = new Edge();
  private final long leavesMs;
  private final long joinsMs;
  private final Duration doubtFadesEvery;

  /** Of each rendition by anchor; no two anchors are nearer than {@code joinsMs}. */
  private final Map<RenditionName, NavigableMap<Long, DutyCohort>> cohorts = new HashMap<>();

  private final Set<DutyCohort> waiting = new LinkedHashSet<>();
  private final Set<Duty> released = new LinkedHashSet<>();
  private long lastId;

  Duties(SwarmConfig config, SwarmKind kind) {
    this.kind = kind;
    this.leavesMs = config.horizon().toMillis() / 2;
    this.joinsMs = leavesMs * 5 / 6;
    this.doubtFadesEvery = config.demeritFadesEvery();
  }

  /** A viewer told where it plays. */
  void reported(Peer peer, UpMessage.State state, Instant now) {
    if (state.ring().isEmpty() || state.rendition().isShared()) {
      release(peer);
      return;
    }
    if (peer.duty == null) {
      peer.duty = new Duty(peer);
    }
    var duty = peer.duty;
    boolean changed = duty.reported(state.ring().get(), state.uplinkBitsPerSecond());
    changed |= place(duty, state.rendition(), state.playheadMs() - now.toEpochMilli());
    changed |= duty.cohort.misjudges(duty, now);
    changed |= duty.cohort.missed(duty, state.ring().get().missed(), now);
    if (changed) {
      waiting.add(duty.cohort);
    }
  }

  /** The channel has a segment more. */
  void heard(SegmentRecord record) {
    edge.heard(record);
  }

  /** Calls with the owner and the backup of each piece of a segment, with some more than once. */
  void eachResponsible(SegmentRecord record, int pieces, Consumer<Peer> action) {
    var of = cohorts.getOrDefault(record.rendition(), Collections.emptyNavigableMap());
    for (var cohort : of.values()) {
      for (int piece = 0; piece < pieces; piece++) {
        int slot = RingSlot.of(record.rendition(), record.epoch(), record.number(), piece, pieces);
        cohort.eachResponsible(record.number(), slot, action);
      }
    }
  }

  /** Something that speaks against a viewer was believed. */
  void doubted(Peer peer) {
    if (peer.duty != null && peer.duty.cohort != null) {
      waiting.add(peer.duty.cohort);
    }
  }

  /** A viewer is gone. */
  void left(Peer peer) {
    if (peer.duty != null) {
      leave(peer.duty);
      released.remove(peer.duty);
    }
  }

  /** Makes the rings that wait, and says what changes. */
  void tick(Instant now, List<Outgoing> out) {
    int made = 0;
    for (var each = waiting.iterator(); each.hasNext() && made < RINGS_PER_TICK; ) {
      var cohort = each.next();
      if (!cohort.madeAfter(now.minus(RING_EVERY))) {
        each.remove();
        cohort.make(now, out);
        made++;
      }
    }
    for (var duty : released) {
      if (duty.cohort == null || duty.cohort.id != duty.told.cohort()) {
        duty.tell(DownMessage.Duty.NONE).ifPresent(out::add);
      }
    }
    released.clear();
  }

  private void release(Peer peer) {
    if (peer.duty != null) {
      leave(peer.duty);
      released.add(peer.duty);
    }
  }

  /** Puts a viewer where it belongs; true when that is another cohort than before. */
  private boolean place(Duty duty, RenditionName rendition, long phaseMs) {
    var before = duty.cohort;
    boolean stays =
        before != null
            && before.rendition.equals(rendition)
            && Math.abs(phaseMs - before.anchorMs) <= leavesMs;
    var best = largest(rendition, phaseMs);
    if (stays && (best == null || best.size() < MUCH_LARGER * before.size())) {
      return false;
    }
    leave(duty);
    released.add(duty);
    (best == null ? found(rendition, phaseMs) : best).add(duty);
    return true;
  }

  private DutyCohort largest(RenditionName rendition, long phaseMs) {
    var of = cohorts.get(rendition);
    DutyCohort best = null;
    if (of != null) {
      for (var cohort : of.subMap(phaseMs - joinsMs, true, phaseMs + joinsMs, true).values()) {
        best = best == null || cohort.size() > best.size() ? cohort : best;
      }
    }
    return best;
  }

  private DutyCohort found(RenditionName rendition, long phaseMs) {
    var cohort = new DutyCohort(++lastId, rendition, phaseMs, kind, edge, doubtFadesEvery);
    cohorts.computeIfAbsent(rendition, r -> new TreeMap<>()).put(phaseMs, cohort);
    return cohort;
  }

  private void leave(Duty duty) {
    var cohort = duty.cohort;
    if (cohort == null) {
      return;
    }
    cohort.remove(duty);
    if (cohort.size() > 0) {
      waiting.add(cohort);
      return;
    }
    waiting.remove(cohort);
    var of = cohorts.get(cohort.rendition);
    of.remove(cohort.anchorMs);
    if (of.isEmpty()) {
      cohorts.remove(cohort.rendition);
    }
  }
}
