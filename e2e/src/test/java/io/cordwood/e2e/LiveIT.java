package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Viewer;
import io.cordwood.bench.harness.ViewerReport;
import io.cordwood.bench.harness.ViewerReport.SegmentReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
  void aChannelThatHasEndedIsAFilmAndATorrentThatWhoWatchedItGives(World world) {
    var servers = world.serversToEnd("ending");
    try (var air = OnAir.begin(servers, CHANNEL)) {
      var viewer = world.lab().watch("live viewer", Embed.of(servers, CHANNEL));
      viewer.await("plays", SOON, r -> r.currentSeconds() > 4);
      var said = servers.endLive(CHANNEL);
      assertThat(said).contains("off the air");
      Await.until("the encoder ends with its channel", SOON, () -> !air.encoder().alive());
      var live = viewer.awaitEnd(SOON);
      assertThat(live.failures()).isEmpty();
      assertThat(live.stats().bytesToPeers()).isZero();

      var film = said.replaceAll("(?s).*/watch/demo/([a-z0-9-]+).*", "$1");
      servers.awaitServed(film);
      var torrent = TorrentFile.of(servers, film);
      fromTheWebseedAStockClientHas(world, torrent, Digests.of(servers.stored(film)), live);
      whoWatchedTheChannelGivesItsFilm(world, torrent, film, viewer);

      var later = world.lab().watch("later viewer", Embed.of(servers, film));
      var end = later.awaitEnd(SOON);
      assertThat(end.durationSeconds()).isGreaterThan(6);
      assertThat(end.stats().piecesTotal()).isPositive();
      assertThat(end.stats().bytesFromPeers()).isPositive();
      assertThat(end.failures()).isEmpty();
    }
  }

  /** Every file, and in it what was shown while it was live. */
  private static void fromTheWebseedAStockClientHas(
      World world, TorrentFile torrent, Map<String, String> files, ViewerReport live) {
    var stock = StockTorrent.add(world, "stock", torrent.withoutTracker());
    stock.await("has the film", SOON, TorrentReport::done);
    assertThat(StockTorrent.digests(stock)).isEqualTo(files);
    assertThat(live.segments()).hasSizeGreaterThanOrEqualTo(3);
    for (var segment : live.segments()) {
      assertThat(files).containsEntry(Audit.uri(segment.url()), segment.sha256());
    }
    stock.leave();
  }

  /** The page stays open, and gives all that it was shown under the torrent's names. */
  private static void whoWatchedTheChannelGivesItsFilm(
      World world, TorrentFile torrent, String film, Viewer viewer) {
    var shown = viewer.report().segments();
    var paths = shown.stream().map(one -> film + "/" + Audit.uri(one.url())).toList();
    var stock = StockTorrent.add(world, "stock without webseeds", torrent.withoutWebseeds());
    var end = stock.await("has what was shown", SOON, r -> r.whole().containsAll(paths));
    assertThat(end.bytesFromWebseeds()).isZero();
    assertThat(end.failures()).isEmpty();
    var digests = StockTorrent.digests(stock);
    for (var segment : shown) {
      assertThat(digests).containsEntry(Audit.uri(segment.url()), segment.sha256());
    }
    stock.leave();
    assertThat(viewer.stats().bytesToPeers()).isPositive();
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
