package io.cordwood.swarm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupplyTest {
  private static final ThinRules RULES = ThinRules.defaults();
  private static final long RATE = 900_000;

  @Test
  void demandIsTheRatesOfThoseBelowTheirTargetBuffer() {
    var supply = of(viewer(5_000, 0, RATE), viewer(19_999, 0, RATE), viewer(20_000, 0, RATE));
    assertThat(supply.demand()).isEqualTo(2 * RATE);
  }

  @Test
  void whoMissesNothingIsNotInNeed() {
    assertThat(of(viewer(3_000, 4_000_000, 0)).demand()).isZero();
    assertThat(of(viewer(3_000, 4_000_000, 0)).requiredFallback()).isZero();
  }

  @Test
  void supplyIsTheUplinksOfThoseWhoHoldSomethingOfTheHorizon() {
    var supply =
        of(viewer(30_000, 4_000_000, RATE), viewer(9_000, 1_000_000, RATE), empty(8_000_000));
    assertThat(supply.supply()).isEqualTo(5_000_000);
  }

  @Test
  void whoDoesNotUploadSuppliesNothing() {
    var silent = viewer(30_000, 4_000_000, RATE, false);
    assertThat(of(silent, empty(0)).supply()).isZero();
  }

  @Test
  void itsOwnUplinkIsNoHelpToOneInNeedAlone() {
    var alone = of(viewer(5_000, 4_000_000, RATE));
    assertThat(alone.supply()).isZero();
    assertThat(alone.requiredFallback()).isEqualTo(RATE);
    assertThat(of(viewer(5_000, 4_000_000, RATE), viewer(30_000, 3_000_000, RATE)).supply())
        .isEqualTo(3_000_000);
  }

  @Test
  void anUplinkThatWasNotMeasuredCountsAsTheMedianAndAsEnoughForOneAtLeast() {
    var full = viewer(30_000, 0, RATE);
    var supply = of(full, viewer(30_000, 1_000_000, RATE), viewer(30_000, 3_000_000, RATE));
    assertThat(supply.supply()).isEqualTo(3_000_000 + 1_000_000 + 3_000_000);
    assertThat(of(full, full).supply()).isEqualTo(2 * RULES.assumedUplink());
    var sharp = viewer(5_000, 0, 4_000_000);
    assertThat(of(sharp, sharp, sharp).supply()).isEqualTo(3 * 5_200_000);
    assertThat(of(sharp, viewer(5_000, 1_000_000, 4_000_000)).supply())
        .isEqualTo(5_200_000 + 1_000_000);
  }

  @Test
  void oneWhoBoastsDoesNotMakeAThinCohortLookRich() {
    var boaster = viewer(30_000, 1L << 50, 1L << 50);
    var honest = viewer(5_000, 500_000, RATE);
    var supply = of(boaster, honest, honest, honest);
    assertThat(supply.supply()).isEqualTo(3 * 500_000 + 10 * 500_000);
    assertThat(supply.demand()).isEqualTo(3 * RATE);
    assertThat(of(boaster).rate()).isEqualTo(RULES.mostRate());
    assertThat(of(boaster, boaster).supply()).isEqualTo(2 * RULES.mostUplink());
  }

  @Test
  void requiredFallbackIsOneCopyOrAllThatPeersCannotBring() {
    var hungry = viewer(5_000, 500_000, RATE);
    assertThat(of(hungry, hungry, hungry).requiredFallback()).isEqualTo(3 * RATE - 1_500_000);
    assertThat(of(viewer(30_000, 500_000, RATE)).requiredFallback()).isEqualTo(RATE);
  }

  @Test
  void whatIsToSpareAheadHelpsThoseBehind() {
    var ahead = of(viewer(30_000, 4_000_000, RATE));
    assertThat(ahead.spare()).isEqualTo(4_000_000);
    var behind = Supply.of(List.of(viewer(5_000, 0, RATE)), ahead.spare(), RULES);
    assertThat(behind.supply()).isEqualTo(4_000_000);
  }

  @Test
  void whatTheCohortNeedsItselfIsNotToSpare() {
    var needy = viewer(5_000, 1_000_000, RATE);
    assertThat(of(needy, needy).spare()).isEqualTo(2_000_000 - 2 * RATE);
    assertThat(of(needy).spare()).isEqualTo(1_000_000);
  }

  private static Supply of(Peer... viewers) {
    return Supply.of(Arrays.asList(viewers), 0, RULES);
  }

  private static Peer empty(long uplink) {
    return viewer(0, uplink, RATE);
  }

  private static Peer viewer(long horizonMs, long uplink, long rate) {
    return viewer(horizonMs, uplink, rate, true);
  }

  private static Peer viewer(long horizonMs, long uplink, long rate, boolean uploads) {
    var profile = SwarmRig.profile(1);
    var peer =
        new Peer(
            SwarmRig.key(1),
            new PeerProfile(
                profile.door(),
                profile.fingerprint(),
                profile.place(),
                profile.siteGroup(),
                false,
                uploads),
            Instant.EPOCH);
    peer.reported(SwarmRig.playing(61_000, horizonMs, uplink, rate), Instant.EPOCH);
    return peer;
  }
}
