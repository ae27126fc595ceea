package io.cordwood.swarm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.Fingerprint;
import io.cordwood.swarm.content.Hash32;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.IceCandidate;
import io.cordwood.swarm.wire.IntroductionId;
import io.cordwood.swarm.wire.Scanned;
import io.cordwood.swarm.wire.ScannedCandidates;
import io.cordwood.swarm.wire.ScannedSdp;
import io.cordwood.swarm.wire.SdpScan;
import io.cordwood.swarm.wire.UpMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A swarm with a clock of its own, and short words for what peers do. */
final class SwarmRig {
  final SwarmCounters counters = new SwarmCounters();
  final SwarmConfig config;
  final Swarm swarm;
  private final SplittableRandom random;
  Instant now = Instant.ofEpochSecond(1_790_000_000);

  SwarmRig() {
    this(SwarmConfig.defaults(), 7);
  }

  SwarmRig(SwarmConfig config, long seed) {
    this(SwarmKind.FILM, config, seed);
  }

  SwarmRig(SwarmKind kind, SwarmConfig config, long seed) {
    this.config = config;
    this.random = new SplittableRandom(seed);
    this.swarm = new Swarm(SwarmId.of(new byte[20]), kind, config, counters);
  }

  static PeerKey key(int number) {
    return key(number, number);
  }

  static PeerKey key(int connection, int peer) {
    return new PeerKey(new ConnectionId(connection), peerId(peer));
  }

  static PeerId peerId(int number) {
    return PeerId.ofNode(ByteBuffer.allocate(12).putInt(8, number).array());
  }

  static Fingerprint fingerprint(int number) {
    return new Fingerprint(Hash32.of(ByteBuffer.allocate(32).putInt(28, number).array()));
  }

  /** A viewer in a house of its own. */
  static PeerProfile profile(int number) {
    return profile(number, new NetworkPlace(number, number));
  }

  static PeerProfile profile(int number, NetworkPlace place) {
    return new PeerProfile(
        Door.SIGNALING, Optional.of(fingerprint(number)), place, Optional.empty(), false, true);
  }

  List<Outgoing> apply(Event event) {
    return swarm.apply(event, now, random);
  }

  List<Outgoing> join(int number) {
    return join(number, profile(number));
  }

  List<Outgoing> join(int number, PeerProfile profile) {
    return apply(new Event.Joined(key(number), profile));
  }

  List<Outgoing> leave(int number) {
    return apply(new Event.Left(key(number)));
  }

  List<Outgoing> offer(int number, IntroductionId introduction) {
    return apply(new Event.Offered(key(number), introduction, sdp(number, 1)));
  }

  List<Outgoing> answer(int number, IntroductionId introduction) {
    return apply(new Event.Answered(key(number), introduction, sdp(number, 1)));
  }

  List<Outgoing> trickle(int number, IntroductionId introduction, int count) {
    return apply(new Event.Trickled(key(number), introduction, candidates(count)));
  }

  List<Outgoing> want(int number, int peers) {
    return apply(new Event.Wanted(key(number), peers));
  }

  List<Outgoing> report(int number, UpMessage.State state) {
    return apply(new Event.Reported(key(number), state));
  }

  List<Outgoing> tick() {
    return apply(new Event.Tick());
  }

  List<Outgoing> later(Duration duration) {
    now = now.plus(duration);
    return tick();
  }

  /** Joins two peers and introduces the second to the first. */
  IntroductionId introducedPair() {
    join(1);
    return introductions(join(2)).getFirst().introduction();
  }

  /** Joins two peers and brings them together. */
  IntroductionId linkedPair() {
    var introduction = introducedPair();
    offer(2, introduction);
    answer(1, introduction);
    return introduction;
  }

  /** Answers every introduction in the list on behalf of all. */
  void link(List<Outgoing> outgoings) {
    for (var outgoing : outgoings) {
      if (outgoing instanceof Outgoing.Send(var to, DownMessage.Introduce introduce)) {
        int offerer = number(to.peer());
        offer(offerer, introduce.introduction());
        answer(number(introduce.peer()), introduce.introduction());
      }
    }
  }

  static int number(PeerId peer) {
    return ByteBuffer.wrap(peer.bytes()).getInt(16);
  }

  static List<DownMessage.Introduce> introductions(List<Outgoing> outgoings) {
    var found = new ArrayList<DownMessage.Introduce>();
    for (var outgoing : outgoings) {
      if (outgoing instanceof Outgoing.Send(var to, DownMessage.Introduce introduce)) {
        found.add(introduce);
      }
    }
    return found;
  }

  static List<Integer> met(List<Outgoing> outgoings) {
    return introductions(outgoings).stream().map(i -> number(i.peer())).toList();
  }

  static UpMessage.State state(String rendition, long playheadMs, long horizonMs, int connected) {
    return state(rendition, playheadMs, horizonMs, connected, List.of(), List.of());
  }

  static UpMessage.State state(int connected, List<PeerId> failed, List<PeerId> lying) {
    return state("720p", 0, 0, connected, failed, lying);
  }

  static UpMessage.State state(
      String rendition,
      long playheadMs,
      long horizonMs,
      int connected,
      List<PeerId> failed,
      List<PeerId> lying) {
    return new UpMessage.State(
        playheadMs,
        new RenditionName(rendition),
        horizonMs,
        0,
        0,
        0,
        0,
        connected,
        failed,
        lying,
        true,
        Optional.empty());
  }

  /** A viewer of 720p with two peers. */
  static UpMessage.State playing(long playheadMs, long horizonMs, long uplink, long rate) {
    return new UpMessage.State(
        playheadMs,
        new RenditionName("720p"),
        horizonMs,
        0,
        0,
        uplink,
        rate,
        2,
        List.of(),
        List.of(),
        true,
        Optional.empty());
  }

  /** The same of a viewer that takes duty and has measured that uplink. */
  static UpMessage.State onDuty(UpMessage.State s, long number, long uplink, Integer... missed) {
    var ring = new UpMessage.RingReport(0, number, Duration.ZERO, List.of(missed));
    return new UpMessage.State(
        s.playheadMs(),
        s.rendition(),
        s.horizonMs(),
        s.downBitsPerSecond(),
        s.upBitsPerSecond(),
        uplink,
        s.rateBitsPerSecond(),
        s.connected(),
        s.failed(),
        s.lying(),
        s.uploading(),
        Optional.of(ring));
  }

  /** What peers are told of duty, the last word to each. */
  static Map<Integer, DownMessage.Duty> duties(List<Outgoing> outgoings) {
    var found = new TreeMap<Integer, DownMessage.Duty>();
    for (var outgoing : outgoings) {
      if (outgoing instanceof Outgoing.Send(var to, DownMessage.Duty duty)) {
        found.put(number(to.peer()), duty);
      }
    }
    return found;
  }

  static ScannedSdp sdp(int number, int candidates) {
    var text = new StringBuilder("v=0\r\na=fingerprint:sha-256 " + fingerprint(number) + "\r\n");
    for (int i = 0; i < candidates; i++) {
      text.append("a=").append(candidate().candidate()).append("\r\n");
    }
    return ((Scanned.Passed<ScannedSdp>) SdpScan.scan(text.toString())).value();
  }

  static ScannedCandidates candidates(int count) {
    var list = Collections.nCopies(count, candidate());
    return ((Scanned.Passed<ScannedCandidates>) SdpScan.scan(list, false)).value();
  }

  private static IceCandidate candidate() {
    return new IceCandidate(
        "candidate:1 1 udp 1677729535 203.0.113.7 46154 typ srflx",
        Optional.of("0"),
        OptionalInt.empty());
  }

  /** Exactly one refusal with this code, to the peer itself. */
  static void assertRefused(List<Outgoing> outgoings, int number, ErrorCode code) {
    assertThat(outgoings)
        .singleElement()
        .isInstanceOfSatisfying(
            Outgoing.Send.class,
            send -> {
              assertThat(send.to()).isEqualTo(key(number));
              assertThat(send.message())
                  .isInstanceOfSatisfying(
                      DownMessage.Error.class, error -> assertThat(error.code()).isEqualTo(code));
            });
  }

  static Outgoing send(int to, DownMessage message) {
    return new Outgoing.Send(key(to), message);
  }
}
