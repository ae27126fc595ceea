package io.cordwood.swarm.rules;

import static io.cordwood.swarm.rules.SwarmRig.assertRefused;
import static io.cordwood.swarm.rules.SwarmRig.candidates;
import static io.cordwood.swarm.rules.SwarmRig.key;
import static io.cordwood.swarm.rules.SwarmRig.sdp;
import static io.cordwood.swarm.rules.SwarmRig.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.wire.DownMessage;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.GoneReason;
import io.cordwood.swarm.wire.IntroductionId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SwarmRelayTest {
  private final SwarmRig rig = new SwarmRig();

  @Test
  void anOfferGoesToTheIntroducedPeerVerbatim() {
    var introduction = rig.introducedPair();
    assertThat(rig.offer(2, introduction))
        .containsExactly(
            send(1, new DownMessage.Offer(introduction, key(2).peer(), sdp(2, 1).text(), true)));
  }

  @Test
  void anAnswerGoesBackToTheOfferer() {
    var introduction = rig.introducedPair();
    rig.offer(2, introduction);
    assertThat(rig.answer(1, introduction))
        .containsExactly(send(2, new DownMessage.Answer(introduction, sdp(1, 1).text())));
    assertThat(rig.swarm.view().links()).isEqualTo(1);
    assertThat(rig.swarm.view().pendingIntroductions()).isZero();
  }

  @Test
  void anOfferIsAcceptedOnlyOnce() {
    var introduction = rig.introducedPair();
    rig.offer(2, introduction);
    assertRefused(rig.offer(2, introduction), 2, ErrorCode.OFFER_REPEATED);
  }

  @Test
  void anAnswerIsAcceptedOnlyOnce() {
    var introduction = rig.linkedPair();
    assertRefused(rig.answer(1, introduction), 1, ErrorCode.ANSWER_REPEATED);
    assertThat(rig.counters.get(SwarmCount.ANSWERS_RELAYED)).isEqualTo(1);
  }

  @Test
  void anAnswerIsAcceptedOnlyFromThePeerTheOfferWentTo() {
    var introduction = rig.introducedPair();
    rig.join(3);
    rig.offer(2, introduction);
    assertRefused(rig.answer(3, introduction), 3, ErrorCode.NOT_INTRODUCED);
    assertRefused(rig.answer(2, introduction), 2, ErrorCode.NOT_INTRODUCED);
    assertThat(rig.answer(1, introduction)).hasSize(1);
  }

  @Test
  void anAnswerIsAcceptedOnlyAfterTheOffer() {
    var introduction = rig.introducedPair();
    assertRefused(rig.answer(1, introduction), 1, ErrorCode.OFFER_MISSING);
  }

  @Test
  void anAnswerIsAcceptedOnlyInTime() {
    var introduction = rig.introducedPair();
    rig.offer(2, introduction);
    rig.now = rig.now.plusSeconds(30);
    assertThat(rig.answer(1, introduction))
        .startsWith(
            send(2, new DownMessage.Gone(introduction, GoneReason.EXPIRED)),
            send(1, new DownMessage.Gone(introduction, GoneReason.EXPIRED)));
    assertThat(rig.counters.get(SwarmCount.NOT_INTRODUCED)).isEqualTo(1);
    assertThat(rig.counters.get(SwarmCount.ANSWERS_RELAYED)).isZero();
  }

  @Test
  void anAnswerOfTheLastMomentIsInTime() {
    var introduction = rig.introducedPair();
    rig.offer(2, introduction);
    rig.now = rig.now.plus(Duration.ofSeconds(30)).minusMillis(1);
    assertThat(rig.answer(1, introduction)).hasSize(1);
  }

  @Test
  void anOfferOutsideAnIntroductionReachesNobody() {
    rig.introducedPair();
    rig.join(3);
    assertRefused(rig.offer(3, new IntroductionId(42)), 3, ErrorCode.NOT_INTRODUCED);
  }

  @Test
  void anOfferMadeByTheOtherEndIsRefused() {
    var introduction = rig.introducedPair();
    assertRefused(rig.offer(1, introduction), 1, ErrorCode.NOT_INTRODUCED);
  }

  @Test
  void aDescriptionWithAnotherCertificateThanTheTicketsIsRefused() {
    var introduction = rig.introducedPair();
    assertRefused(
        rig.apply(new Event.Offered(key(2), introduction, sdp(3, 0))),
        2,
        ErrorCode.FINGERPRINT_MISMATCH);
    rig.offer(2, introduction);
    assertRefused(
        rig.apply(new Event.Answered(key(1), introduction, sdp(2, 0))),
        1,
        ErrorCode.FINGERPRINT_MISMATCH);
    assertThat(rig.answer(1, introduction)).hasSize(1);
  }

  @Test
  void candidatesPassBothWaysAfterTheOffer() {
    var introduction = rig.introducedPair();
    rig.offer(2, introduction);
    var batch = candidates(2).candidates();
    assertThat(rig.trickle(2, introduction, 2))
        .containsExactly(send(1, new DownMessage.Candidates(introduction, batch, false)));
    assertThat(rig.trickle(1, introduction, 2))
        .containsExactly(send(2, new DownMessage.Candidates(introduction, batch, false)));
    rig.answer(1, introduction);
    assertThat(rig.trickle(1, introduction, 2)).hasSize(1);
  }

  @Test
  void candidatesBeforeTheOfferAreRefused() {
    var introduction = rig.introducedPair();
    assertRefused(rig.trickle(2, introduction, 1), 2, ErrorCode.OFFER_MISSING);
    assertRefused(rig.trickle(1, introduction, 1), 1, ErrorCode.OFFER_MISSING);
  }

  @Test
  void candidatesOfAStrangerAreRefused() {
    var introduction = rig.introducedPair();
    rig.join(3);
    rig.offer(2, introduction);
    assertRefused(rig.trickle(3, introduction, 1), 3, ErrorCode.NOT_INTRODUCED);
  }

  @Test
  void oneEndSendsAtMostThirtyTwoCandidatesWithThoseOfItsDescription() {
    var introduction = rig.introducedPair();
    rig.offer(2, introduction);
    assertThat(rig.trickle(2, introduction, 16)).hasSize(1);
    assertRefused(rig.trickle(2, introduction, 16), 2, ErrorCode.TOO_MANY_CANDIDATES);
    assertThat(rig.trickle(2, introduction, 15)).hasSize(1);
    assertRefused(rig.trickle(2, introduction, 1), 2, ErrorCode.TOO_MANY_CANDIDATES);
    assertThat(rig.trickle(1, introduction, 16)).hasSize(1);
  }

  @Test
  void candidatesPassUntilTheEndOfTheIntroductionAndNoGoneFollowsAnAnswer() {
    var introduction = rig.linkedPair();
    assertThat(rig.later(Duration.ofSeconds(29))).isEmpty();
    assertThat(rig.trickle(1, introduction, 1)).hasSize(1);
    assertThat(rig.later(Duration.ofSeconds(2))).isEmpty();
    assertRefused(rig.trickle(1, introduction, 1), 1, ErrorCode.NOT_INTRODUCED);
  }

  @Test
  void whoWasNotOfferedAnythingDoesNotHearOfTheExpiry() {
    var introduction = rig.introducedPair();
    assertThat(rig.later(Duration.ofSeconds(30)))
        .containsExactly(send(2, new DownMessage.Gone(introduction, GoneReason.EXPIRED)));
  }
}
