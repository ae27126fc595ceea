package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.wire.DownMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * A cohort with its ring.
 *
 * <p>Invariant: {@code ring} is empty or made of members at the time; {@code fromNumber} never goes
 * back while there is a ring, so that of two rings the later one holds for all later segments.
 */
final class DutyCohort {
  /**
   * A ring takes effect this many segments after the furthest member's: a playhead is known as of
   * the last state, which is at most 12 s old, so by then it is up to three segments of 4 s
   * further. What comes before is due within seconds and left to those who have begun it. What
   * comes after was mostly brought by the ring before; new owners see it with their neighbours and
   * leave it.
   */
  private static final int LEAD = 3;

  /**
   * A live ring takes effect with the second segment that is yet to come: of the next one viewers
   * may hear at the same time as of the ring.
   */
  private static final int LIVE_LEAD = 2;

  /** Whoever says that its segment is so far from the median's is not where it says it is. */
  private static final int NUMBERS_APART = 64;

  /**
   * Whoever plays so far from where most do does not fetch for them at the end of a live channel;
   * what was said 12 s ago may be behind by 12 segments of a second.
   */
  private static final int LIVE_NUMBERS_APART = 24;

  /**
   * A measured uplink counts up to this many times the median, so that a boast is not the ring, and
   * down to the median by as much, so that a measurement that failed leaves a share; one that was
   * not measured is the median.
   */
  private static final int MOST_MEDIANS = 8;

  /** From here on an owner is doubted too much: one that lied, or failed with several. */
  private static final int MOST_DEMERITS = 4;

  /** In a cohort so small, nobody may be left to bear out what one says. */
  private static final int FEW = 3;

  private static final Duration OFF_FOR = Duration.ofMinutes(1);

  /** One in so many owners may be off for what others say. */
  private static final int OFF_SHARE = 4;

  /** The backup waits twice the injection time, within these. */
  private static final long LEAST_BACKUP_MS = 1_000;

  private static final long MOST_BACKUP_MS = 10_000;
  private static final long UNKNOWN_BACKUP_MS = 3_000;

  final long id;
  final RenditionName rendition;

  /** A playhead's time less the clock's, which is the same as long as one plays on. */
  final long anchorMs;

  private final Map<PeerId, Duty> members = new LinkedHashMap<>();

  /** Those who were found to bring nothing, some of them long ago. */
  private final Set<Duty> off = new HashSet<>();

  private final SwarmKind kind;
  private final Edge edge;
  private final Duration doubtFadesEvery;
  private Optional<Ring> ring = Optional.empty();

  /** What holds for the segments before {@code fromNumber}. */
  private Optional<Ring> before = Optional.empty();

  private long epoch;
  private long fromNumber;
  private Instant madeAt = Instant.MIN;

  DutyCohort(
      long id,
      RenditionName rendition,
      long anchorMs,
      SwarmKind kind,
      Edge edge,
      Duration doubtFadesEvery) {
    this.id = id;
    this.rendition = rendition;
    this.anchorMs = anchorMs;
    this.kind = kind;
    this.edge = edge;
    this.doubtFadesEvery = doubtFadesEvery;
  }

  int size() {
    return members.size();
  }

  void add(Duty member) {
    members.put(member.peer.id(), member);
    member.cohort = this;
  }

  void remove(Duty member) {
    members.remove(member.peer.id());
    off.remove(member);
    member.capable = false;
    member.cohort = null;
    member.owns(false, Instant.MIN);
  }

  /** Calls with the owner and the backup of a slot, those of them who are still there. */
  void eachResponsible(long number, int slot, Consumer<Peer> action) {
    var holds = number < fromNumber ? before : ring;
    if (holds.isPresent()) {
      for (var id : List.of(holds.get().owner(slot), holds.get().backup(slot))) {
        Optional.ofNullable(members.get(id)).ifPresent(member -> action.accept(member.peer));
      }
    }
  }

  boolean madeAfter(Instant since) {
    return madeAt.isAfter(since);
  }

  /** Whether the ring took it for able to take part, and it is not, or the other way round. */
  boolean misjudges(Duty member, Instant now) {
    return member.capable != isCapable(member, now);
  }

  /** A member had to fetch pieces in these slots itself; true when an owner is off for it. */
  boolean missed(Duty by, List<Integer> slots, Instant now) {
    if (ring.isEmpty()) {
      return false;
    }
    off.removeIf(member -> !member.isOff(now));
    int most = Math.max(1, size() / OFF_SHARE);
    boolean changed = false;
    for (int slot : slots) {
      var owner = members.get(ring.get().owner(slot));
      boolean guilty = owner != null && owner != by && owner.accused(by.peer, size() <= FEW, now);
      if (guilty && off.size() < most) {
        off.add(owner);
        owner.off(now.plus(OFF_FOR));
        changed = true;
      }
    }
    return changed;
  }

  /** Makes the ring again and tells those whose duty it changes. */
  void make(Instant now, List<Outgoing> out) {
    madeAt = now;
    var capable = capable(now);
    var old = ring;
    ring = size() < 2 || capable.isEmpty() ? Optional.empty() : Optional.of(next(capable));
    if (ring.isEmpty()) {
      before = Optional.empty();
      fromNumber = 0;
      epoch = 0;
      members.values().forEach(member -> tell(member, DownMessage.Duty.NONE, now, out));
      return;
    }
    move(old, capable);
    var backupAfter = Duration.ofMillis(backupMs());
    var parts = ring.get().parts();
    for (var member : members.values()) {
      var part = parts.getOrDefault(member.peer.id(), Ring.Part.NOTHING);
      var message =
          new DownMessage.Duty(
              id, rendition, epoch, fromNumber, part.own(), part.backup(), backupAfter);
      tell(member, message, now, out);
    }
  }

  private static void tell(Duty member, DownMessage.Duty message, Instant now, List<Outgoing> out) {
    member.owns(message.slots().size() > 0, now);
    member.tell(message).ifPresent(out::add);
  }

  private Ring next(List<Duty> capable) {
    long median = median(capable, Duty::uplinkBitsPerSecond).orElse(1L);
    var weights = new HashMap<PeerId, Long>();
    for (var member : capable) {
      long uplink = member.uplinkBitsPerSecond();
      long least = Math.max(1, median / MOST_MEDIANS);
      long counted = uplink == 0 ? median : Math.clamp(uplink, least, MOST_MEDIANS * median);
      weights.put(member.peer.id(), counted);
    }
    return Ring.of(ring, weights);
  }

  /** The first ring holds for all segments: there was none before that it could overlap. */
  private void move(Optional<Ring> old, List<Duty> capable) {
    if (old.isEmpty()) {
      return;
    }
    long from = fromNumber;
    if (edge.isKnown()) {
      takesEffect(edge.number() + LIVE_LEAD, edge.epoch());
    } else {
      capable.forEach(member -> takesEffect(member.report.number() + LEAD, member.report.epoch()));
    }
    if (fromNumber > from) {
      before = old;
    }
  }

  private void takesEffect(long number, long epochOfNumber) {
    if (number >= fromNumber) {
      fromNumber = number;
      epoch = epochOfNumber;
    }
  }

  private List<Duty> capable(Instant now) {
    members.values().forEach(member -> member.capable = isCapable(member, now));
    int apart = kind == SwarmKind.LIVE ? LIVE_NUMBERS_APART : NUMBERS_APART;
    long middle = median(members.values(), member -> member.report.number()).orElse(0L);
    return members.values().stream()
        .filter(member -> member.capable)
        .filter(member -> Math.abs(member.report.number() - middle) <= apart)
        .toList();
  }

  private boolean isCapable(Duty member, Instant now) {
    var peer = member.peer;
    return peer.profile.canUpload()
        && peer.isConnected()
        && !member.isOff(now)
        && peer.demerits(now, doubtFadesEvery) < MOST_DEMERITS;
  }

  private long backupMs() {
    var injection = median(members.values(), member -> member.report.injection().toMillis());
    return injection.isEmpty()
        ? UNKNOWN_BACKUP_MS
        : Math.clamp(2 * injection.get(), LEAST_BACKUP_MS, MOST_BACKUP_MS);
  }

  /** Of what was measured; empty when nothing was. */
  private static Optional<Long> median(Iterable<Duty> members, ToLongFunction<Duty> measure) {
    var found = LongStream.builder();
    members.forEach(member -> found.add(measure.applyAsLong(member)));
    var sorted = found.build().filter(value -> value > 0).sorted().toArray();
    return sorted.length == 0 ? Optional.empty() : Optional.of(sorted[(sorted.length - 1) / 2]);
  }
}
