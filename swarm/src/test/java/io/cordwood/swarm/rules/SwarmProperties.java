package io.cordwood.swarm.rules;

import static io.cordwood.swarm.rules.SwarmRig.key;
import static io.cordwood.swarm.rules.SwarmRig.number;
import static io.cordwood.swarm.rules.SwarmRig.peerId;
import static io.cordwood.swarm.rules.SwarmRig.profile;
import static io.cordwood.swarm.rules.SwarmRig.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.SignedRecord;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.GoneReason;
import io.cordwood.swarm.wire.IntroductionId;
import io.cordwood.swarm.wire.ScannedSdp;
import io.cordwood.swarm.wire.UpMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Random events against the invariant at the head of {@link Swarm}. */
class SwarmProperties {
  private static final int PEERS = 45;
  private static final int STEPS = 600;
  private static final List<SignedRecord> SEGMENTS =
      IntStream.range(1, 60).mapToObj(n -> LiveSegments.of("720p", n, n * 8_000)).toList();

  private static long segmentsTold;

  /** In one run there may be nobody to tell whenever there is a segment, not in all. */
  @AfterContainer
  static void segmentsAreToldInSomeRuns() {
    assertThat(segmentsTold).isPositive();
  }

  @Property(tries = 60)
  void theInvariantHoldsWhateverHappens(@ForAll long seed) {
    var run = new Run(seed);
    for (int step = 0; step < STEPS; step++) {
      run.step();
    }
    assertThat(run.rig.counters.get(SwarmCount.OFFERS_RELAYED)).isPositive();
    segmentsTold += run.rig.counters.get(SwarmCount.SEGMENTS_TOLD);
    assertThat(run.rig.counters.get(SwarmCount.ANSWERS_RELAYED)).isPositive();
  }

  @Property(tries = 10)
  void aSwarmThatEverybodyLeftHoldsNothing(@ForAll long seed) {
    var run = new Run(seed);
    for (int step = 0; step < STEPS; step++) {
      run.step();
    }
    for (var member : List.copyOf(run.members.values())) {
      run.apply(new Event.Left(member));
    }
    run.apply(new Event.Tick());
    assertThat(run.rig.swarm.view()).isEqualTo(SwarmView.EMPTY);
  }

  private static SwarmKind kind(long seed) {
    return seed % 2 == 0 ? SwarmKind.FILM : SwarmKind.LIVE;
  }

  /** What an onlooker knows of an introduction from the messages alone. */
  private static final class Seen {
    final PeerKey offerer;
    final PeerId answerer;
    final Instant until;
    boolean offered;
    boolean answered;
    boolean over;

    Seen(PeerKey offerer, PeerId answerer, Instant until) {
      this.offerer = offerer;
      this.answerer = answerer;
      this.until = until;
    }

    boolean isOf(PeerKey peer) {
      return peer.equals(offerer) || peer.peer().equals(answerer);
    }

    /** Over when the accuser is one end and one of the accused is the other. */
    void endedBy(PeerId accuser, Set<PeerId> accused) {
      var other = accuser.equals(answerer) ? offerer.peer() : answerer;
      over |= accused.contains(other);
    }

    boolean isPending(Instant now) {
      return !over && !answered && until.isAfter(now);
    }
  }

  private static final class Run {
    final SwarmRig rig;
    final Random random;
    final Map<PeerId, PeerKey> members = new HashMap<>();
    final Map<IntroductionId, Seen> seen = new LinkedHashMap<>();

    /** What each was last told of its duty. */
    final Map<PeerId, DownMessage.Duty> duties = new HashMap<>();

    /** Pairs that answered, of which neither end reported since. */
    final Set<Set<PeerId>> linked = new HashSet<>();

    Run(long seed) {
      rig = new SwarmRig(kind(seed), SwarmConfig.defaults(), seed);
      random = new Random(seed);
    }

    void step() {
      rig.now = rig.now.plusMillis(random.nextInt(400));
      seen.values().removeIf(s -> s.until.plusSeconds(5).isBefore(rig.now));
      switch (random.nextInt(17)) {
        case 0, 1, 2 -> join(1 + random.nextInt(PEERS));
        case 3 -> apply(new Event.Left(anyKey()));
        case 4 -> apply(new Event.ConnectionClosed(anyKey().connection()));
        case 5, 6, 7 -> apply(new Event.Offered(anyOf(true), anyId(), sdp()));
        case 8, 9, 10 -> apply(new Event.Answered(anyOf(false), anyId(), sdp()));
        case 11 ->
            apply(new Event.Trickled(anyKey(), anyId(), SwarmRig.candidates(random.nextInt(17))));
        case 12 -> apply(new Event.Wanted(anyKey(), random.nextInt(40)));
        case 13 -> apply(new Event.Reported(anyKey(), anyState()));
        case 14 -> honestAnswer();
        case 15 -> apply(new Event.SegmentSigned(anySegment()));
        default -> {
          if (random.nextInt(20) == 0) {
            rig.now = rig.now.plus(Duration.ofSeconds(random.nextInt(50)));
          }
          apply(new Event.Tick());
        }
      }
    }

    private PeerKey lastSpeaker;
    private IntroductionId lastId;

    private PeerKey anyOf(boolean offerer) {
      if (seen.isEmpty() || random.nextInt(4) == 0) {
        lastId = new IntroductionId(random.nextInt(3));
        lastSpeaker = anyKey();
        return lastSpeaker;
      }
      var entries = new ArrayList<>(seen.entrySet());
      var entry = entries.get(Math.max(0, entries.size() - 1 - random.nextInt(30)));
      lastId = entry.getKey();
      lastSpeaker =
          offerer
              ? entry.getValue().offerer
              : members.getOrDefault(entry.getValue().answerer, anyKey());
      return lastSpeaker;
    }

    private IntroductionId anyId() {
      return lastId == null ? new IntroductionId(1) : lastId;
    }

    private ScannedSdp sdp() {
      int own = number(lastSpeaker.peer());
      return SwarmRig.sdp(random.nextInt(10) == 0 ? own + 1 : own, random.nextInt(4));
    }

    /** The newest open introductions come about, so that links build up. */
    private void honestAnswer() {
      for (var entry : List.copyOf(seen.entrySet())) {
        var introduction = entry.getValue();
        var answerer = members.get(introduction.answerer);
        if (introduction.isPending(rig.now) && answerer != null && random.nextInt(3) == 0) {
          lastSpeaker = introduction.offerer;
          apply(
              new Event.Offered(
                  lastSpeaker, entry.getKey(), SwarmRig.sdp(number(lastSpeaker.peer()), 0)));
          apply(
              new Event.Answered(
                  answerer, entry.getKey(), SwarmRig.sdp(number(answerer.peer()), 0)));
        }
      }
    }

    private PeerKey anyKey() {
      int number = 1 + random.nextInt(PEERS);
      return random.nextInt(4) == 0
          ? key(1 + random.nextInt(PEERS), number)
          : members.getOrDefault(peerId(number), key(number));
    }

    private UpMessage.State anyState() {
      var missed = random.ints(random.nextInt(4), 0, 4096).boxed().toArray(Integer[]::new);
      var state = playing();
      return random.nextInt(4) == 0
          ? state
          : SwarmRig.onDuty(
              state, state.playheadMs() / 4000, random.nextInt(3) * 1_000_000L, missed);
    }

    private UpMessage.State playing() {
      return state(
          random.nextBoolean() ? "720p" : "1080p",
          random.nextInt(200_000),
          random.nextInt(60_000),
          random.nextInt(8),
          somePeers(),
          somePeers());
    }

    private SignedRecord anySegment() {
      return SEGMENTS.get(random.nextInt(SEGMENTS.size()));
    }

    private List<PeerId> somePeers() {
      return random.ints(random.nextInt(3), 1, PEERS).mapToObj(SwarmRig::peerId).toList();
    }

    private void join(int number) {
      int connection = random.nextInt(5) == 0 ? 1 + random.nextInt(PEERS) : number;
      var place = new NetworkPlace(number % 20, number % 5);
      apply(new Event.Joined(key(connection, number), profile(number, place)));
    }

    void apply(Event event) {
      var before = Set.copyOf(members.values());
      var outgoings = rig.apply(event);
      follow(event, outgoings);
      for (var outgoing : outgoings) {
        check(event, outgoing, before);
      }
      checkDegrees();
      checkDuties();
      assertThat(rig.swarm.view().peers()).isEqualTo(members.size());
    }

    /** Keeps the onlooker's own list of members. */
    private void follow(Event event, List<Outgoing> outgoings) {
      var dropped = new HashSet<PeerKey>();
      outgoings.forEach(
          out -> {
            if (out instanceof Outgoing.Drop drop) {
              dropped.add(drop.to());
            }
          });
      switch (event) {
        case Event.Joined joined when !dropped.contains(joined.peer()) -> {
          assertThat(members.getOrDefault(joined.peer().peer(), joined.peer()))
              .as("a peer id belongs to one connection")
              .isEqualTo(joined.peer());
          members.put(joined.peer().peer(), joined.peer());
        }
        case Event.Left left -> members.values().remove(left.peer());
        case Event.ConnectionClosed closed ->
            members.values().removeIf(key -> key.connection().equals(closed.connection()));
        default -> members.values().removeAll(dropped);
      }
      if (event instanceof Event.Reported reported) {
        linked.removeIf(pair -> pair.contains(reported.peer().peer()));
        accused(reported);
      }
      linked.removeIf(pair -> !members.keySet().containsAll(pair));
      seen.values().stream()
          .filter(s -> !members.containsValue(s.offerer) || !members.containsKey(s.answerer))
          .forEach(s -> s.over = true);
    }

    /** An introduction that one end reports is over without a word to the accuser. */
    private void accused(Event.Reported reported) {
      if (members.containsValue(reported.peer())) {
        var accused = new HashSet<>(reported.state().failed());
        accused.addAll(reported.state().lying());
        seen.values().stream()
            .filter(s -> s.isOf(reported.peer()))
            .forEach(s -> s.endedBy(reported.peer().peer(), accused));
      }
    }

    private void check(Event event, Outgoing outgoing, Set<PeerKey> before) {
      if (outgoing instanceof Outgoing.Send send) {
        boolean ownRefusal =
            send.message() instanceof DownMessage.Error
                && event instanceof Event.OfPeer of
                && of.peer().equals(send.to());
        boolean expiredBefore =
            send.message() instanceof DownMessage.Gone gone
                && gone.reason() == GoneReason.EXPIRED
                && before.contains(send.to());
        assertThat(members.containsValue(send.to()) || ownRefusal || expiredBefore)
            .as("goes to a member, or refuses what its receiver said: " + outgoing)
            .isTrue();
        checkMessage(send);
      }
    }

    private void checkMessage(Outgoing.Send send) {
      switch (send.message()) {
        case DownMessage.Introduce m -> introduced(send.to(), m);
        case DownMessage.Offer m -> {
          var introduction = open(m.introduction(), send.to());
          assertThat(introduction.offered).as("one offer each").isFalse();
          assertThat(introduction.offerer.peer()).isEqualTo(m.peer());
          introduction.offered = true;
        }
        case DownMessage.Answer m -> {
          var introduction = open(m.introduction(), send.to());
          assertThat(introduction.offered).as("the offer came first").isTrue();
          assertThat(introduction.answered).as("one answer each").isFalse();
          assertThat(send.to()).isEqualTo(introduction.offerer);
          introduction.answered = true;
          linked.add(Set.of(introduction.offerer.peer(), introduction.answerer));
        }
        case DownMessage.Candidates m ->
            assertThat(open(m.introduction(), send.to()).offered).isTrue();
        case DownMessage.Gone m -> seen.get(m.introduction()).over = true;
        case DownMessage.Duty m -> duty(send.to().peer(), m);
        case DownMessage.Segment m -> {}
        case DownMessage.Error m -> {}
        default -> throw new AssertionError("The rules do not send " + send);
      }
    }

    /** No slot has two owners, nor two backups, among those who were told of the same ring. */
    private void duty(PeerId to, DownMessage.Duty message) {
      assertThat(message).isNotEqualTo(duties.put(to, message));
      assertThat(message.cohort() == 0 && message.slots().size() > 0).isFalse();
    }

    private void checkDuties() {
      duties.keySet().retainAll(members.keySet());
      var taken = new HashMap<Long, BitSet>();
      for (var duty : duties.values()) {
        var slots = taken.computeIfAbsent(duty.cohort(), c -> new BitSet());
        var pairs = duty.slots().pairs();
        for (int i = 0; i < pairs.length; i += 2) {
          assertThat(slots.get(pairs[i], pairs[i] + pairs[i + 1]).isEmpty()).isTrue();
          slots.set(pairs[i], pairs[i] + pairs[i + 1]);
        }
      }
    }

    private void introduced(PeerKey offerer, DownMessage.Introduce message) {
      assertThat(message.peer()).isNotEqualTo(offerer.peer());
      assertThat(linked)
          .as("no linked pair is introduced")
          .doesNotContain(Set.of(offerer.peer(), message.peer()));
      assertThat(members).containsKey(message.peer());
      assertThat(
              seen.values().stream()
                  .filter(s -> s.isPending(rig.now))
                  .filter(s -> s.isOf(offerer) && s.isOf(members.get(message.peer()))))
          .as("one introduction for a pair at a time")
          .isEmpty();
      assertThat(
              seen.put(
                  message.introduction(),
                  new Seen(offerer, message.peer(), rig.now.plus(message.timeout()))))
          .isNull();
    }

    private Seen open(IntroductionId id, PeerKey to) {
      var introduction = seen.get(id);
      assertThat(introduction).as("only within an introduction").isNotNull();
      assertThat(introduction.isOf(to)).isTrue();
      assertThat(introduction.until).as("in time").isAfter(rig.now);
      assertThat(introduction.over).isFalse();
      return introduction;
    }

    private void checkDegrees() {
      var pending = new HashMap<PeerId, Integer>();
      for (var introduction : seen.values()) {
        if (introduction.isPending(rig.now)) {
          pending.merge(introduction.offerer.peer(), 1, Integer::sum);
          pending.merge(introduction.answerer, 1, Integer::sum);
        }
      }
      assertThat(pending.values()).noneMatch(n -> n > rig.config.maxPendingPerPeer());
      var degrees = new HashMap<>(pending);
      linked.forEach(pair -> pair.forEach(peer -> degrees.merge(peer, 1, Integer::sum)));
      assertThat(degrees.values()).noneMatch(n -> n > rig.config.maxDegree());
      assertThat(rig.swarm.view().pendingIntroductions())
          .isEqualTo(pending.values().stream().mapToInt(Integer::intValue).sum() / 2);
    }
  }
}
