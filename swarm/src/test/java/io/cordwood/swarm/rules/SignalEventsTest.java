package io.cordwood.swarm.rules;

import static io.cordwood.swarm.rules.SwarmRig.fingerprint;
import static io.cordwood.swarm.rules.SwarmRig.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.rules.SignalEvents.Translated;
import io.cordwood.swarm.wire.ErrorCode;
import io.cordwood.swarm.wire.IceCandidate;
import io.cordwood.swarm.wire.IntroductionId;
import io.cordwood.swarm.wire.UpMessage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SignalEventsTest {
  private static final IntroductionId ID = new IntroductionId(1);

  @Test
  void offersAndAnswersAreScannedOnTheWay() {
    var sdp = "v=0\r\na=fingerprint:sha-256 " + fingerprint(1) + "\r\n";
    assertThat(event(new UpMessage.Offer(ID, sdp)))
        .isInstanceOfSatisfying(
            Event.Offered.class,
            offered -> {
              assertThat(offered.peer()).isEqualTo(key(1));
              assertThat(offered.sdp().text()).isEqualTo(sdp);
            });
    assertThat(event(new UpMessage.Answer(ID, sdp))).isInstanceOf(Event.Answered.class);
    assertRefused(new UpMessage.Answer(ID, "v=0"), ErrorCode.SDP_REFUSED);
  }

  @Test
  void candidatesAreScannedOnTheWay() {
    assertThat(event(candidates("candidate:1 1 udp 1 192.0.2.1 5000 typ host")))
        .isInstanceOf(Event.Trickled.class);
    assertRefused(
        candidates("candidate:1 1 udp 1 127.0.0.1 5000 typ host"), ErrorCode.CANDIDATE_REFUSED);
  }

  @Test
  void theRestIsPassedOn() {
    var state = SwarmRig.state("720p", 1, 2, 3);
    assertThat(event(state)).isEqualTo(new Event.Reported(key(1), state));
    assertThat(event(new UpMessage.Want(3))).isEqualTo(new Event.Wanted(key(1), 3));
    assertThat(event(new UpMessage.Bye())).isEqualTo(new Event.Left(key(1)));
  }

  @Test
  void helloIsTheDoorsOwn() {
    var hello = new UpMessage.Hello("a.b.c");
    assertThat(SignalEvents.translate(key(1), hello)).isEqualTo(new Translated.ForDoor(hello));
  }

  private static UpMessage candidates(String text) {
    return new UpMessage.Candidates(
        ID, List.of(new IceCandidate(text, Optional.of("0"), OptionalInt.empty())), false);
  }

  private static Event event(UpMessage message) {
    return ((Translated.ForSwarm) SignalEvents.translate(key(1), message)).event();
  }

  private static void assertRefused(UpMessage message, ErrorCode code) {
    assertThat(SignalEvents.translate(key(1), message))
        .isInstanceOfSatisfying(
            Translated.Refused.class,
            refused -> assertThat(refused.error().code()).isEqualTo(code));
  }
}
