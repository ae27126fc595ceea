package io.cordwood.swarm.rules;

import static io.cordwood.swarm.rules.SwarmRig.number;
import static io.cordwood.swarm.rules.SwarmRig.playing;
import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.wire.DownMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwarmThinTest {
  private static final long RATE = 900_000;
  private static final long SLOW = 100_000;
  private static final long FAST = 10_000_000;
  private static final RenditionName RENDITION = new RenditionName("720p");

  private final SwarmRig rig = new SwarmRig();

  @Test
  void viewersOfAThinCohortAreToldNotToWait() {
    watching(3, 61_000, 5_000, SLOW);
    assertThat(policies(seconds(3))).isEmpty();
    assertThat(policies(seconds(1)).values()).hasSize(3).allMatch(DownMessage.Policy::thin);
    assertThat(policies(seconds(30))).isEmpty();
    assertThat(flow()).isEqualTo(new Flow(3 * RATE, 3 * SLOW, 3 * RATE - 3 * SLOW, 1, 1));
  }

  @Test
  void viewersAreToldWhenTheirCohortIsThinNoLonger() {
    watching(3, 61_000, 5_000, SLOW);
    seconds(5);
    for (int i = 1; i <= 3; i++) {
      rig.report(i, playing(61_000, 30_000, SLOW, RATE));
    }
    assertThat(policies(seconds(5)).values()).hasSize(3).noneMatch(DownMessage.Policy::thin);
    assertThat(flow()).isEqualTo(new Flow(0, 3 * SLOW, RATE, 1, 0));
  }

  @Test
  void aCohortWithPlentyHearsNothing() {
    watching(3, 61_000, 5_000, FAST);
    assertThat(policies(seconds(20))).isEmpty();
  }

  @Test
  void aNewcomerToAThinCohortIsToldAtTheNextTick() {
    watching(3, 61_000, 5_000, SLOW);
    seconds(5);
    rig.join(4);
    rig.report(4, playing(61_000, 0, 0, RATE));
    assertThat(policies(seconds(1))).containsOnlyKeys(4);
  }

  @Test
  void viewersTakeThinnessAlongToTheNextHorizon() {
    watching(3, 118_000, 5_000, SLOW);
    seconds(5);
    rig.report(1, playing(121_000, 2_000, SLOW, RATE));
    assertThat(policies(seconds(1))).isEmpty();
    assertThat(rig.swarm.view().flows().get(RENDITION).thinCohorts()).isEqualTo(2);
  }

  @Test
  void hotWebseedsMakeViewersPatientAndAreSaidOnceForAStep() {
    watching(2, 61_000, 30_000, FAST);
    assertThat(policies(ticks(1, 0.4, false))).isEmpty();
    assertThat(policies(ticks(5, 1.0, false)).values())
        .hasSize(2)
        .allSatisfy(policy -> assertThat(policy.patience()).isEqualTo(Duration.ofSeconds(24)));
    assertThat(policies(ticks(5, 1.2, false))).isEmpty();
    assertThat(policies(ticks(1, 0.1, false)).values())
        .allSatisfy(policy -> assertThat(policy.patience()).isEqualTo(Duration.ofSeconds(8)));
  }

  @Test
  void whetherWebseedsHaveLittleToSpareIsSaidOnceAndTakenBack() {
    watching(2, 61_000, 30_000, FAST);
    assertThat(policies(ticks(3, 0, true)).values()).hasSize(2).allMatch(DownMessage.Policy::busy);
    assertThat(policies(ticks(3, 0, false)).values())
        .hasSize(2)
        .noneMatch(DownMessage.Policy::busy);
  }

  @Test
  void phonesKeepTheirDegree() {
    var profile = SwarmRig.profile(1);
    rig.join(
        1,
        new PeerProfile(
            profile.door(),
            profile.fingerprint(),
            profile.place(),
            profile.siteGroup(),
            true,
            true));
    rig.report(1, playing(61_000, 30_000, FAST, RATE));
    assertThat(policies(ticks(1, 1, false)).get(1).degree()).isEqualTo(rig.config.mobileDegree());
  }

  @Test
  void whoLeftIsInNoCohort() {
    watching(3, 61_000, 5_000, SLOW);
    seconds(5);
    for (int i = 1; i <= 3; i++) {
      rig.leave(i);
    }
    seconds(1);
    assertThat(rig.swarm.view().flows()).isEmpty();
  }

  private void watching(int viewers, long playheadMs, long horizonMs, long uplink) {
    for (int i = 1; i <= viewers; i++) {
      rig.join(i);
      rig.report(i, playing(playheadMs, horizonMs, uplink, RATE));
    }
  }

  private Flow flow() {
    return rig.swarm.view().flows().get(RENDITION);
  }

  private List<Outgoing> seconds(int count) {
    return ticks(count, 0, false);
  }

  private List<Outgoing> ticks(int count, double heat, boolean busy) {
    var said = new ArrayList<Outgoing>();
    for (int i = 0; i < count; i++) {
      rig.now = rig.now.plusSeconds(1);
      said.addAll(rig.apply(new Event.Tick(new WebseedLoad(heat, busy))));
    }
    return said;
  }

  /** By viewer; fails when one was told twice. */
  private static Map<Integer, DownMessage.Policy> policies(List<Outgoing> said) {
    var found = new HashMap<Integer, DownMessage.Policy>();
    for (var outgoing : said) {
      if (outgoing instanceof Outgoing.Send(var to, DownMessage.Policy policy)) {
        assertThat(found.put(number(to.peer()), policy)).isNull();
      }
    }
    return found;
  }
}
