package io.cordwood.swarm.rules;

import static io.cordwood.swarm.rules.Introduction.Stage.OFFERED;

import io.cordwood.swarm.content.OfferId;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.GoneReason;
import io.cordwood.swarm.wire.IntroductionId;
import io.cordwood.swarm.wire.ScannedSdp;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes, finds and ends introductions.
 *
 * <p>Invariant: every introduction has two different members and is listed by both; at most one per
 * pair; {@code open} is in the order of making, which is that of expiry.
 */
final class Introductions {
  private final SwarmConfig config;
  private final SwarmCounters counters;
  private final Members members;
  private final Matcher matcher;
  private final Map<IntroductionId, Introduction> open = new LinkedHashMap<>();
  private int pending;

  Introductions(SwarmConfig config, SwarmCounters counters, Members members) {
    this.config = config;
    this.counters = counters;
    this.members = members;
    this.matcher = new Matcher(config, members);
  }

  Matcher matcher() {
    return matcher;
  }

  /** Introductions without an answer. */
  int pending() {
    return pending;
  }

  Optional<Introduction> find(IntroductionId id) {
    return Optional.ofNullable(open.get(id));
  }

  /** Asks {@code peer} for offers to at most {@code wanted} others. */
  void introduce(Peer peer, int wanted, Instant now, RandomGenerator random, List<Outgoing> out) {
    int count = Math.min(wanted, room(peer, now));
    if (count <= 0) {
      return;
    }
    var choice = matcher.choose(peer, count, now, random);
    for (int i = 0; i < choice.peers().size(); i++) {
      counters.add(SwarmCount.INTRODUCED);
      if (i < choice.atRandom()) {
        counters.add(SwarmCount.INTRODUCED_AT_RANDOM);
      }
      open(peer, choice.peers().get(i), now, random, out);
    }
  }

  void answered(Introduction introduction, Instant now) {
    introduction.offerer.answered(introduction, now);
    introduction.answerer.answered(introduction, now);
    introduction.answered();
    members.linked(1);
    pending--;
  }

  /** Ends all that are over. One that was not answered cools its pair down. */
  void expire(Instant now, List<Outgoing> out) {
    while (!open.isEmpty()) {
      var oldest = open.values().iterator().next();
      if (oldest.expiresAt.isAfter(now)) {
        return;
      }
      if (oldest.isPending()) {
        expired(oldest, now, out);
      }
      close(oldest);
    }
  }

  /** Ends all of a peer that is no member any more, and its links; tells those who still are. */
  void left(Peer peer, List<Outgoing> out) {
    for (var introduction : List.copyOf(peer.introductions().values())) {
      var other = introduction.otherThan(peer);
      if (knowsOf(other, introduction) && members.holds(other)) {
        gone(other, introduction, GoneReason.LEFT, out);
      }
      counters.add(SwarmCount.INTRODUCTIONS_LOST);
      close(introduction);
    }
    List.copyOf(peer.links().keySet()).forEach(other -> unlink(peer, other));
  }

  /** Ends what a pair has with each other, since it failed. */
  void breakUp(Peer accuser, Peer other, Instant now, List<Outgoing> out) {
    var open = Optional.ofNullable(accuser.introductions().get(other));
    open.filter(introduction -> introduction.isPending() && knowsOf(other, introduction))
        .ifPresent(introduction -> gone(other, introduction, GoneReason.EXPIRED, out));
    open.ifPresent(this::close);
    forgetLink(accuser, other, now);
  }

  /** Forgets a link that failed and keeps the pair apart for a while. */
  void forgetLink(Peer peer, Peer other, Instant now) {
    unlink(peer, other);
    keepApart(peer, other, now);
  }

  private void keepApart(Peer one, Peer other, Instant now) {
    one.failedWith(other.id(), now, config.pairCoolDown(), config.pairCoolDownMost());
    other.failedWith(one.id(), now, config.pairCoolDown(), config.pairCoolDownMost());
  }

  private void unlink(Peer peer, Peer other) {
    if (peer.links().remove(other) != null) {
      other.links().remove(peer);
      members.linked(-1);
    }
  }

  private int room(Peer peer, Instant now) {
    if (peer.isStock()) {
      return 0;
    }
    int budget = peer.budgetLeft(now, config.introductionsPerHour());
    if (budget <= 0) {
      counters.add(SwarmCount.BUDGET_SPENT);
    }
    return Math.min(
        budget,
        Math.min(config.maxDegree() - peer.load(), config.maxPendingPerPeer() - peer.pending()));
  }

  /** A client of the tracker door brought an offer, and this viewer gets it. */
  void openOffered(
      Peer client,
      Peer viewer,
      OfferId offer,
      ScannedSdp sdp,
      Instant now,
      RandomGenerator random,
      List<Outgoing> out) {
    var introduction = made(client, viewer, Optional.of(offer), now, random);
    introduction.takeCandidates(client, sdp.candidates(), config.maxCandidatesPerEnd());
    introduction.offered();
    counters.add(SwarmCount.OFFERS_RELAYED);
    out.add(
        new Outgoing.Send(
            viewer.key, new DownMessage.Offer(introduction.id, client.id(), sdp.text(), false)));
  }

  private Introduction made(
      Peer offerer, Peer answerer, Optional<OfferId> offer, Instant now, RandomGenerator random) {
    var introduction =
        new Introduction(
            freshId(random), offerer, answerer, now.plus(config.introductionLifetime()), offer);
    open.put(introduction.id, introduction);
    offerer.opened(introduction);
    answerer.opened(introduction);
    pending++;
    return introduction;
  }

  private void open(
      Peer offerer, Peer answerer, Instant now, RandomGenerator random, List<Outgoing> out) {
    var introduction = made(offerer, answerer, Optional.empty(), now, random);
    offerer.spendBudget();
    out.add(
        new Outgoing.Send(
            offerer.key,
            new DownMessage.Introduce(
                introduction.id,
                answerer.id(),
                config.introductionLifetime(),
                !answerer.isStock())));
  }

  private IntroductionId freshId(RandomGenerator random) {
    var id = IntroductionId.random(random);
    while (open.containsKey(id)) {
      id = IntroductionId.random(random);
    }
    return id;
  }

  /** Whoever was to speak next did not. */
  private void expired(Introduction introduction, Instant now, List<Outgoing> out) {
    counters.add(SwarmCount.INTRODUCTIONS_EXPIRED);
    var silent = introduction.stage() == OFFERED ? introduction.answerer : introduction.offerer;
    silent.demerit(1, now, config.demeritFadesEvery());
    keepApart(introduction.offerer, introduction.answerer, now);
    for (var end : List.of(introduction.offerer, introduction.answerer)) {
      if (knowsOf(end, introduction)) {
        gone(end, introduction, GoneReason.EXPIRED, out);
      }
    }
  }

  /** The answerer hears of an introduction by its offer; clients of the tracker door never do. */
  private static boolean knowsOf(Peer end, Introduction introduction) {
    return end == introduction.offerer || introduction.stage() != Introduction.Stage.INTRODUCED;
  }

  private static void gone(
      Peer to, Introduction introduction, GoneReason reason, List<Outgoing> out) {
    if (to.isStock()) {
      return;
    }
    out.add(new Outgoing.Send(to.key, new DownMessage.Gone(introduction.id, reason)));
  }

  private void close(Introduction introduction) {
    open.remove(introduction.id);
    introduction.offerer.closed(introduction);
    introduction.answerer.closed(introduction);
    if (introduction.isPending()) {
      pending--;
    }
  }
}
