package io.cordwood.swarm.rules;

import static io.cordwood.swarm.rules.SwarmRig.key;
import static io.cordwood.swarm.rules.SwarmRig.met;
import static io.cordwood.swarm.rules.SwarmRig.profile;
import static io.cordwood.swarm.rules.SwarmRig.send;
import static io.cordwood.swarm.rules.SwarmRig.state;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.GoneReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwarmMembershipTest {
  private final SwarmRig rig = new SwarmRig();

  @Test
  void theFirstPeerIsIntroducedToNobody() {
    assertThat(rig.join(1)).isEmpty();
    assertThat(rig.swarm.view().peers()).isEqualTo(1);
  }

  @Test
  void theNewcomerIsAskedForTheOffer() {
    rig.join(1);
    assertThat(rig.join(2))
        .singleElement()
        .isInstanceOfSatisfying(
            Outgoing.Send.class,
            sent -> {
              assertThat(sent.to()).isEqualTo(key(2));
              var introduce = (DownMessage.Introduce) sent.message();
              assertThat(introduce.peer()).isEqualTo(key(1).peer());
              assertThat(introduce.timeout()).isEqualTo(Duration.ofSeconds(30));
            });
  }

  @Test
  void aNewcomerMeetsAtMostAFirstBatch() {
    for (int i = 1; i <= 40; i++) {
      rig.link(rig.join(i));
    }
    assertThat(met(rig.join(41))).hasSize(rig.config.firstBatch()).doesNotHaveDuplicates();
  }

  @Test
  void aPhoneMeetsFewer() {
    for (int i = 1; i <= 40; i++) {
      rig.link(rig.join(i));
    }
    var p = profile(41);
    var phone =
        new PeerProfile(p.door(), p.fingerprint(), p.place(), p.siteGroup(), true, p.canUpload());
    assertThat(met(rig.join(41, phone))).hasSize(rig.config.mobileDegree());
  }

  @Test
  void aPeerOfTheTrackerDoorIsNeverAskedForAnOfferButMayBeMet() {
    rig.join(1);
    var p = profile(2);
    var stock =
        new PeerProfile(Door.TRACKER, p.fingerprint(), p.place(), p.siteGroup(), false, true);
    assertThat(rig.join(2, stock)).isEmpty();
    assertThat(rig.want(2, 5)).isEmpty();
    assertThat(met(rig.join(3))).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void aSecondJoinOfTheSameConnectionIsRefusedAndChangesNothing() {
    var introduction = rig.introducedPair();
    SwarmRig.assertRefused(rig.join(2), 2, ErrorCode.HELLO_REPEATED);
    assertThat(rig.offer(2, introduction)).hasSize(1);
  }

  @Test
  void aPeerIdOfALivingConnectionIsNotTakenOverButItsConnectionIsProbed() {
    rig.introducedPair();
    assertThat(rig.apply(new Event.Joined(key(9, 1), profile(1))))
        .satisfiesExactly(
            probe -> assertThat(probe).isEqualTo(new Outgoing.Probe(key(1))),
            drop -> {
              assertThat(drop.to()).isEqualTo(key(9, 1));
              assertThat(((Outgoing.Drop) drop).why().code()).isEqualTo(ErrorCode.PEER_TAKEN);
            });
    assertThat(rig.swarm.view().peers()).isEqualTo(2);
    assertThat(rig.counters.get(SwarmCount.PEER_TAKEN)).isEqualTo(1);
  }

  @Test
  void aPeerIdIsTakenOverWhenItsConnectionIsGone() {
    rig.introducedPair();
    rig.apply(new Event.ConnectionClosed(key(1).connection()));
    assertThat(met(rig.apply(new Event.Joined(key(9, 1), profile(1))))).containsExactly(2);
  }

  @Test
  void whatAnotherConnectionSaysDoesNotAffectAPeer() {
    rig.linkedPair();
    assertThat(rig.apply(new Event.Left(key(9, 1)))).isEmpty();
    assertThat(rig.apply(new Event.ConnectionClosed(new ConnectionId(9)))).isEmpty();
    assertThat(rig.swarm.view().peers()).isEqualTo(2);
    assertThat(rig.counters.get(SwarmCount.UNKNOWN_PEER)).isEqualTo(1);
  }

  @Test
  void allPeersOfAClosedConnectionAreGoneAtOnce() {
    rig.apply(new Event.Joined(key(1, 1), profile(1)));
    rig.apply(new Event.Joined(key(1, 2), profile(2)));
    rig.join(3);
    rig.apply(new Event.ConnectionClosed(new ConnectionId(1)));
    assertThat(rig.swarm.view().peers()).isEqualTo(1);
    assertThat(rig.swarm.view().pendingIntroductions()).isZero();
  }

  @Test
  void oneConnectionHoldsFewPeers() {
    int max = rig.config.maxPeersPerConnection();
    for (int i = 1; i <= max; i++) {
      rig.apply(new Event.Joined(key(1, i), profile(i)));
    }
    assertThat(rig.apply(new Event.Joined(key(1, max + 1), profile(max + 1))))
        .singleElement()
        .isInstanceOf(Outgoing.Drop.class);
    assertThat(rig.swarm.view().peers()).isEqualTo(max);
  }

  @Test
  void aFullSwarmRefusesAndKeepsItsPeers() {
    var small = new SwarmRig(Configs.withMaxPeers(3), 1);
    for (int i = 1; i <= 3; i++) {
      small.join(i);
    }
    assertThat(small.join(4))
        .singleElement()
        .isInstanceOfSatisfying(
            Outgoing.Drop.class,
            drop -> assertThat(drop.why().code()).isEqualTo(ErrorCode.SWARM_FULL));
    assertThat(small.swarm.view().peers()).isEqualTo(3);
    small.leave(1);
    assertThat(met(small.join(4))).isNotEmpty();
  }

  @Test
  void theOtherEndOfAnOpenIntroductionHearsThatAPeerLeft() {
    var introduction = rig.introducedPair();
    assertThat(rig.leave(1))
        .containsExactly(send(2, new DownMessage.Gone(introduction, GoneReason.LEFT)));
  }

  @Test
  void whoWasNotOfferedAnythingYetDoesNotHearThatTheOffererLeft() {
    rig.introducedPair();
    assertThat(rig.leave(2)).isEmpty();
  }

  @Test
  void whoWasOfferedHearsThatTheOffererLeft() {
    var introduction = rig.introducedPair();
    rig.offer(2, introduction);
    assertThat(rig.leave(2))
        .containsExactly(send(1, new DownMessage.Gone(introduction, GoneReason.LEFT)));
  }

  @Test
  void aPeerThatIsSilentForTooLongIsDropped() {
    rig.linkedPair();
    rig.now = rig.now.plusSeconds(40);
    rig.report(1, state("720p", 0, 0, 1));
    assertThat(rig.later(Duration.ofSeconds(40)))
        .singleElement()
        .isInstanceOfSatisfying(
            Outgoing.Drop.class,
            drop -> {
              assertThat(drop.to()).isEqualTo(key(2));
              assertThat(drop.why().code()).isEqualTo(ErrorCode.EXPIRED);
            });
    assertThat(rig.swarm.view().peers()).isEqualTo(1);
    assertThat(rig.swarm.view().links()).isZero();
  }

  @Test
  void viewersAreCountedByCohort() {
    for (int i = 1; i <= 4; i++) {
      rig.join(i);
    }
    rig.report(1, state("720p", 0, 0, 0));
    rig.report(2, state("720p", 59_999, 0, 0));
    rig.report(3, state("720p", 60_000, 0, 0));
    rig.report(4, state("1080p", 10_000, 0, 0));
    assertThat(rig.swarm.view().cohorts())
        .isEqualTo(
            Map.of(
                new Cohort(new RenditionName("720p"), 0), 2,
                new Cohort(new RenditionName("720p"), 1), 1,
                new Cohort(new RenditionName("1080p"), 0), 1));
    rig.report(1, state("1080p", 0, 0, 0));
    rig.leave(2);
    assertThat(rig.swarm.view().cohorts())
        .isEqualTo(
            Map.of(
                new Cohort(new RenditionName("720p"), 1), 1,
                new Cohort(new RenditionName("1080p"), 0), 2));
  }

  @Test
  void anEmptySwarmHoldsNothing() {
    rig.linkedPair();
    rig.leave(1);
    rig.leave(2);
    assertThat(rig.swarm.isEmpty()).isTrue();
    assertThat(rig.swarm.view()).isEqualTo(SwarmView.EMPTY);
    assertThat(rig.later(Duration.ofHours(1))).isEqualTo(List.of());
  }
}
