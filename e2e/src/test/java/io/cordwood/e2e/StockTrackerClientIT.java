package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tracker's client in browsers, bittorrent-tracker as npm has it, at our tracker door. */
@ExtendWith(WithWorld.class)
class StockTrackerClientIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int SEEDER = 0;
  private static final int LEECHER = 1;
  private static final String FIRST = "2d535430303031" + "01".repeat(13);
  private static final String SECOND = "2d535430303031" + "02".repeat(13);

  @Test
  void twoClientsFindEachOtherAndTalk(World world) {
    var first = client(world, FIRST, LEECHER);
    first.await("is told that it is alone", SOON, r -> r.counts(0, 1));
    var second = client(world, SECOND, LEECHER);

    var one = first.await("hears the other", SOON, r -> !r.heard().isEmpty());
    var other = second.await("hears the other", SOON, r -> !r.heard().isEmpty());
    assertThat(one.connected()).contains(SECOND);
    assertThat(one.heard()).containsOnly("hello from " + SECOND);
    assertThat(other.connected()).contains(FIRST);
    assertThat(other.heard()).containsOnly("hello from " + FIRST);
    assertThat(one.warnings()).isEmpty();
    assertThat(other.warnings()).isEmpty();
  }

  @Test
  void updatesCountSeedersAndLeechersAndTheClientItself(World world) {
    var first = client(world, FIRST, LEECHER);
    first.await("is told that it is alone", SOON, r -> r.counts(0, 1));
    var second = client(world, SECOND, SEEDER);
    second.await("is told of both", SOON, r -> r.counts(1, 1));

    first.ask("complete()");
    first.await("is a seeder now", SOON, r -> r.counts(2, 0));
    second.ask("update()");
    second.await("is told so", SOON, r -> r.counts(2, 0));

    assertThat(first.report().warnings()).isEmpty();
    assertThat(second.report().warnings()).isEmpty();
  }

  @Test
  void aScrapeIsAnsweredWithTheCounts(World world) {
    var client = client(world, FIRST, LEECHER);
    client.await("is told that it is alone", SOON, r -> r.counts(0, 1));

    client.ask("scrape()");
    var scraped = client.await("is answered", SOON, r -> r.scraped() != null).scraped();

    assertThat(scraped.infoHash()).isEqualTo(torrent(world).swarm());
    assertThat(scraped.complete()).isZero();
    assertThat(scraped.incomplete()).isEqualTo(1);
    assertThat(client.report().warnings()).isEmpty();
  }

  @Test
  void whoDestroysTheClientLeavesTheSwarm(World world) {
    var first = client(world, FIRST, LEECHER);
    first.await("is told that it is alone", SOON, r -> r.counts(0, 1));
    var second = client(world, SECOND, LEECHER);
    second.await("is told of both", SOON, r -> r.counts(0, 2));

    second.ask("destroy()");
    second.await("is gone", SOON, ClientReport::destroyed);

    isAlone(first);
  }

  @Test
  void whoStopsLeavesTheSwarm(World world) {
    var first = client(world, FIRST, LEECHER);
    first.await("is told that it is alone", SOON, r -> r.counts(0, 1));
    var second = client(world, SECOND, LEECHER);
    second.await("is told of both", SOON, r -> r.counts(0, 2));

    second.ask("stop()");
    second.await("is told that one is left", SOON, r -> r.counts(0, 1));

    isAlone(first);
  }

  @Test
  void aClosedTitleRefusesWhoHasNoTicket(World world) {
    var closed = TorrentFile.of(world, World.CLOSED);
    var first = client(world, closed, FIRST, LEECHER);
    var second = client(world, closed, SECOND, SEEDER);

    var one = first.await("is told why", SOON, r -> !r.warnings().isEmpty());
    var other = second.await("is told why", SOON, r -> !r.warnings().isEmpty());

    assertThat(one.warnings()).anyMatch(reason -> reason.contains("ticket"));
    assertThat(one.updates()).isZero();
    assertThat(one.met()).isEmpty();
    assertThat(other.updates()).isZero();
    assertThat(other.met()).isEmpty();
  }

  /** Asks again only when it has been answered. */
  private static void isAlone(StockPage<ClientReport> client) {
    Await.until(
        "it is told that it is alone again",
        SOON,
        () -> {
          var before = client.report().updates();
          client.ask("update()");
          return client.await("is answered", SOON, r -> r.updates() > before).counts(0, 1);
        });
  }

  private static StockPage<ClientReport> client(World world, String peer, long left) {
    return client(world, torrent(world), peer, left);
  }

  private static StockPage<ClientReport> client(
      World world, TorrentFile torrent, String peer, long left) {
    var words =
        Map.of(
            "tracker", torrent.announce().toString(),
            "swarm", torrent.swarm(),
            "peer", peer,
            "left", Long.toString(left));
    return StockPage.open(world, peer, "tracker-client.html", words, ClientReport.class);
  }

  private static TorrentFile torrent(World world) {
    return TorrentFile.of(world, World.FILM);
  }
}
