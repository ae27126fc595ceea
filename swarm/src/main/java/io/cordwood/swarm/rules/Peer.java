package io.cordwood.swarm.rules;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.wire.UpMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A member of a swarm.
 *
 * <p>Invariant: {@code introductions} and {@code links} name present peers only, and hold at the
 * other end too; {@code pending} is the number of introductions without an answer; a peer is not in
 * both with an introduction that is pending.
 */
final class Peer {
  private static final int MAX_COOLING = 128;
  private static final int MAX_DEMERITS = 16;
  private static final Duration BUDGET_WINDOW = Duration.ofHours(1);

  final PeerKey key;
  final PeerProfile profile;

  /** Of its profile; every choice of receivers looks at them of many peers. */
  final long address;

  final long prefix;
  private final boolean stock;

  /** Where it is in the bags that it is in, by shelf. */
  final int[] positions = new int[Bag.Shelf.values().length];

  /** Its neighbours in its door's {@link HeardOrder}. */
  Peer heardBefore;

  Peer heardAfter;

  /** What it was told of waiting, by {@link Provision}. */
  Advice advice = Advice.UNTOLD;

  /** What its cohort's ring knows of it; null for who takes no duty. */
  Duty duty;

  /** Another peer of the same connection. */
  Peer nextOfConnection;

  private Map<Peer, Introduction> introductions = Collections.emptyMap();
  private Map<Peer, Instant> links = Collections.emptyMap();
  private Map<PeerId, Cooling> cooling = Collections.emptyMap();
  private Acquaintances acquaintances;
  private Accusations accusations;
  private Optional<UpMessage.State> state = Optional.empty();
  private Instant stateAt;
  private long heardAtMs;
  private Instant toppedUpAt;
  private Instant wantedAt = Instant.MIN;
  private Instant budgetSince;
  private int budgetSpent;
  private int pending;
  private int demerits;
  private Instant demeritsAt;
  private long dueAtMs = Long.MAX_VALUE;
  private int offersWaiting;
  private boolean complete;

  Peer(PeerKey key, PeerProfile profile, Instant now) {
    this.key = key;
    this.profile = profile;
    this.address = profile.place().address();
    this.prefix = profile.place().prefix();
    this.stock = profile.door() == Door.TRACKER;
    this.stateAt = now;
    this.heardAtMs = now.toEpochMilli();
    this.toppedUpAt = now;
    this.budgetSince = now;
    this.demeritsAt = now;
  }

  PeerId id() {
    return key.peer();
  }

  /** Whether it came in by the tracker door. */
  boolean isStock() {
    return stock;
  }

  void heard(Instant now) {
    heardAtMs = now.toEpochMilli();
  }

  boolean wasHeardAfter(Instant since) {
    return heardAtMs > since.toEpochMilli();
  }

  /** It is willing and able to send, as it said when it joined and as its last state says. */
  boolean uploads() {
    return profile.canUpload() && state.map(UpMessage.State::uploading).orElse(true);
  }

  Optional<UpMessage.State> state() {
    return state;
  }

  void reported(UpMessage.State newState, Instant now) {
    state = Optional.of(newState);
    stateAt = now;
  }

  Optional<Cohort> cohort(Duration horizon) {
    return state
        .filter(s -> !s.rendition().isShared())
        .map(s -> Cohort.of(s.rendition(), s.playheadMs(), horizon));
  }

  /** By the other end. */
  Map<Peer, Introduction> introductions() {
    return introductions;
  }

  /** By the other end: since when an introduction to it is answered. */
  Map<Peer, Instant> links() {
    return links;
  }

  void opened(Introduction introduction) {
    if (introductions.isEmpty()) {
      introductions = new LinkedHashMap<>();
    }
    introductions.put(introduction.otherThan(this), introduction);
    pending++;
  }

  void answered(Introduction introduction, Instant now) {
    pending--;
    if (links.isEmpty()) {
      links = new LinkedHashMap<>();
    }
    links.put(introduction.otherThan(this), now);
  }

  void closed(Introduction introduction) {
    introductions.remove(introduction.otherThan(this));
    if (introduction.isPending()) {
      pending--;
    }
  }

  int pending() {
    return pending;
  }

  /** Links as far as the node or the peer knows, whoever knows more, and what may become links. */
  int load() {
    return pending + Math.max(links.size(), state.map(UpMessage.State::connected).orElse(0));
  }

  /** Links that work by the peer's own word, with those answered since, and what may become one. */
  int expectedDegree() {
    var told = state.map(UpMessage.State::connected);
    int since =
        (int) links.values().stream().filter(at -> told.isEmpty() || at.isAfter(stateAt)).count();
    return pending + told.orElse(0) + since;
  }

  /** Whether it has a link that works, by its own word or since. */
  boolean isConnected() {
    return expectedDegree() > pending;
  }

  List<Peer> linksOlderThan(Instant before) {
    return links.entrySet().stream()
        .filter(link -> !link.getValue().isAfter(before))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** By how much its own count of connections falls short of its links of before. */
  int lostLinks(Instant before) {
    return state
        .map(told -> Math.max(0, linksOlderThan(before).size() - told.connected()))
        .orElse(0);
  }

  boolean isBusyWith(Peer other) {
    return introductions.containsKey(other) || links.containsKey(other);
  }

  /**
   * Keeps apart from a peer for longer the more often it failed with it, at most for {@code most}.
   */
  void failedWith(PeerId other, Instant now, Duration first, Duration most) {
    cool(other, cooling.getOrDefault(other, Cooling.NEVER).failed(now, first, most));
  }

  /** Keeps apart from a peer until then, at least. */
  void keepFrom(PeerId other, Instant until) {
    cool(other, cooling.getOrDefault(other, Cooling.NEVER).atLeast(until));
  }

  private void cool(PeerId other, Cooling now) {
    if (cooling.isEmpty()) {
      cooling = new LinkedHashMap<>();
    }
    cooling.remove(other);
    cooling.put(other, now);
    if (cooling.size() > MAX_COOLING) {
      cooling.remove(cooling.keySet().iterator().next());
    }
  }

  boolean isCoolingWith(PeerId other, Instant now) {
    return cooling.getOrDefault(other, Cooling.NEVER).until().isAfter(now);
  }

  void demerit(int more, Instant now, Duration fadesEvery) {
    demerits = Math.min(MAX_DEMERITS, demerits(now, fadesEvery) + more);
    demeritsAt = now;
  }

  int demerits(Instant now, Duration fadesEvery) {
    long faded = Duration.between(demeritsAt, now).dividedBy(fadesEvery);
    return (int) Math.max(0, demerits - Math.max(0, faded));
  }

  /** Somebody who is linked with it says until then that it sent wrong bytes. */
  void accused(Peer by, Instant until, Instant now) {
    if (accusations == null) {
      accusations = new Accusations();
    }
    accusations.add(by.prefix, by.accusations(now), until);
  }

  /** What weighs of those who say that it sent wrong bytes; 0 when nobody does. */
  double accusations(Instant now) {
    return accusations == null ? 0 : accusations.weight(now);
  }

  /** It sends wrong bytes, as most of those say who are or were linked with it. */
  boolean isShunned(Instant now) {
    return accusations != null && accusations.areBelieved(linkedPrefixes(), now);
  }

  private int linkedPrefixes() {
    return (int) links.keySet().stream().mapToLong(other -> other.prefix).distinct().count();
  }

  /** True at most once in {@code every}. */
  boolean mayWant(Instant now, Duration every) {
    if (wantedAt.isAfter(now.minus(every))) {
      return false;
    }
    wantedAt = now;
    return true;
  }

  /** True at most once in {@code every}. */
  boolean mayTopUp(Instant now, Duration every) {
    if (toppedUpAt.isAfter(now.minus(every))) {
      return false;
    }
    toppedUpAt = now;
    return true;
  }

  int budgetLeft(Instant now, int perHour) {
    if (!budgetSince.plus(BUDGET_WINDOW).isAfter(now)) {
      budgetSince = now;
      budgetSpent = 0;
    }
    return perHour - budgetSpent;
  }

  void spendBudget() {
    budgetSpent++;
  }

  /** Whether it has everything. */
  boolean isComplete() {
    return complete;
  }

  /** False when it was complete already. */
  boolean becomesComplete() {
    boolean before = complete;
    complete = true;
    return !before;
  }

  /** Whether a client of the tracker door should have announced again. */
  boolean isOverdue(Instant now) {
    return dueAtMs <= now.toEpochMilli();
  }

  void dueAt(Instant at) {
    dueAtMs = at.toEpochMilli();
  }

  /** Offers of other clients that it was sent and did not answer yet. */
  int offersWaiting() {
    return offersWaiting;
  }

  void offerSent() {
    offersWaiting++;
  }

  void offerOver() {
    offersWaiting--;
  }

  /** Whether an answer passed between the two not long ago. */
  boolean hasMet(Peer other) {
    return acquaintances != null && acquaintances.contains(other.id());
  }

  void met(Peer other) {
    if (acquaintances == null) {
      acquaintances = new Acquaintances();
    }
    acquaintances.add(other.id());
  }
}
