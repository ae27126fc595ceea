package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Viewer;
import io.cordwood.bench.harness.ViewerReport.SegmentReport;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Viewers of a channel that ffmpeg pushes to a webseed. */
@ExtendWith(WithWorld.class)
class LiveIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String CHANNEL = "news";

  @Test
  void viewersShareAChannelAndOutliveItsEncoderAndItsWebseed(World world) {
    var servers = world.serversToEnd("live");
    var encoder = servers.goLive(CHANNEL, "--heights", "240");
    OnAir.awaitSegments(servers, CHANNEL);
    var first = world.lab().watch("first", Embed.of(servers, CHANNEL));
    var second = world.lab().watch("second", Embed.of(servers, CHANNEL));
    var viewers = List.of(first, second);
    for (var viewer : viewers) {
      viewer.await("gets from a peer", SOON, r -> r.stats().bytesFromPeers() > 0);
    }
    Audit.everyByteShownIsTheChannels(viewers);
    world.picture(second, "live");

    encoder.kill();
    try (var another = servers.goLive(CHANNEL, "--heights", "240")) {
      awaitShown(viewers, segment -> segment.url().contains("/1-"));
      servers.webseed().kill();
      servers.startWebseed();
      var newest = newest(second);
      awaitShown(viewers, segment -> number(segment) > newest + 2);
      assertThat(another.alive()).isTrue();
      Audit.everyByteShownIsTheChannels(viewers);
    }
    for (var viewer : viewers) {
      assertThat(viewer.report().failures()).isEmpty();
    }
  }

  @Test
  void aChannelThatHasEndedIsAFilmOfAllItSent(World world) {
    var servers = world.serversToEnd("ending");
    try (var encoder = servers.goLive(CHANNEL, "--heights", "240")) {
      OnAir.awaitSegments(servers, CHANNEL);
      var viewer = world.lab().watch("live viewer", Embed.of(servers, CHANNEL));
      viewer.await("plays", SOON, r -> r.currentSeconds() > 4);
      var said = servers.endLive(CHANNEL);
      assertThat(said).contains("off the air");
      Await.until("the encoder ends with its channel", SOON, () -> !encoder.alive());
      viewer.awaitEnd(SOON);
      assertThat(viewer.report().failures()).isEmpty();

      var film = said.replaceAll("(?s).*/watch/demo/([a-z0-9-]+).*", "$1");
      servers.awaitServed(film);
      var later = world.lab().watch("later viewer", Embed.of(servers, film));
      var end = later.awaitEnd(SOON);
      assertThat(end.durationSeconds()).isGreaterThan(6);
      assertThat(end.stats().piecesTotal()).isPositive();
      assertThat(end.failures()).isEmpty();
    }
  }

  private static void awaitShown(List<Viewer> viewers, Predicate<SegmentReport> which) {
    for (var viewer : viewers) {
      viewer.await("has a segment", SOON, r -> r.segments().stream().anyMatch(which));
    }
  }

  private static int newest(Viewer viewer) {
    return viewer.report().segments().stream().mapToInt(LiveIT::number).max().orElseThrow();
  }

  private static int number(SegmentReport segment) {
    return Integer.parseInt(segment.url().replaceAll(".*/\\d+-(\\d+)\\.\\w+", "$1"));
  }
}
