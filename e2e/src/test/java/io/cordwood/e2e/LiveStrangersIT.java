package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Viewer;
import io.cordwood.bench.harness.ViewerReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Peers of a channel who do not keep to the rules. */
@ExtendWith(WithWorld.class)
class LiveStrangersIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  @Test
  void aPeerThatSendsWrongBytesOfNewSegmentsIsBannedByAllAndNobodyIsShownAny(World world) {
    try (var air = OnAir.begin(world.servers(), "polluted")) {
      var viewers = twoWhoShare(world, air);
      var stallsBefore = stalls(viewers);

      var polluter = Stranger.pollutingLive(world, air.servers(), air.slug());
      polluter.await("has sent wrong bytes", SOON, r -> r.wrongBlocks() > 0);
      for (var viewer : viewers) {
        viewer.await("bans it", SOON, r -> r.stats().bannedPeers() == 1);
      }
      polluter.await("is dropped by all", SOON, r -> r.channelsClosed() == r.channelsOpened());

      for (var viewer : viewers) {
        assertThat(viewer.stats().badPieces()).as(viewer.name()).isPositive();
        assertThat(viewer.console()).noneMatch(line -> line.contains("did not sign"));
      }
      theyPlayOn(viewers, stallsBefore);
    }
  }

  @Test
  void aPeerThatRelaysASegmentThatTheChannelDidNotSignIsBannedAndNobodyIsShownIt(World world) {
    try (var air = OnAir.begin(world.servers(), "forged")) {
      var viewers = twoWhoShare(world, air);
      var stallsBefore = stalls(viewers);

      var forger = Stranger.forging(world, air.servers(), air.slug());
      for (var viewer : viewers) {
        viewer.await("bans it", SOON, r -> r.stats().bannedPeers() == 1);
        assertThat(viewer.console()).anyMatch(line -> line.contains("did not sign"));
      }
      forger.await("is dropped by all", SOON, r -> r.channelsClosed() == r.channelsOpened());

      assertThat(forger.report().forgedRecords()).isGreaterThanOrEqualTo(2);
      assertThat(forger.report().wrongBlocks()).isZero();
      theyPlayOn(viewers, stallsBefore);
    }
  }

  private static List<Viewer> twoWhoShare(World world, OnAir air) {
    var viewers = new ArrayList<Viewer>();
    for (var name : List.of("first", "second")) {
      viewers.add(world.lab().watch(name, Embed.of(air.servers(), air.slug())));
    }
    viewers.forEach(viewer -> viewer.await("plays", SOON, r -> r.currentSeconds() > 2));
    viewers.getLast().await("gets from a peer", SOON, r -> r.stats().bytesFromPeers() > 0);
    return viewers;
  }

  private static List<List<ViewerReport.Unfed>> stalls(List<Viewer> viewers) {
    return viewers.stream().map(viewer -> viewer.report().unfed()).toList();
  }

  /** Three segments more; the two still share, and all that they saw is the channel's. */
  private static void theyPlayOn(
      List<Viewer> viewers, List<List<ViewerReport.Unfed>> stallsBefore) {
    for (var viewer : viewers) {
      var from = viewer.report().currentSeconds();
      var end = viewer.await("plays on", SOON, r -> r.currentSeconds() > from + 6);
      assertThat(end.failures()).isEmpty();
      assertThat(end.stats().peers()).isEqualTo(1);
      assertThat(end.stats().bannedPeers()).isEqualTo(1);
    }
    assertThat(stalls(viewers)).isEqualTo(stallsBefore);
    Audit.everyByteShownIsTheChannels(viewers);
  }
}
