package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Film;
import io.cordwood.bench.harness.Viewer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client of webtorrent.io, as npm has it, with the torrents that we publish. */
@ExtendWith(WithWorld.class)
class StockWebTorrentIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Duration WHOLE = Duration.ofMinutes(4);
  private static final String RUNG = "240p";

  @Test
  void fromTheWebseedAloneItCompletesTheFilm(World world) {
    var torrent = TorrentFile.of(world, World.FILM);
    var client = StockTorrent.add(world, "stock", torrent.withoutTracker());
    var end = client.await("has the film", WHOLE, TorrentReport::done);

    assertThat(end.infoHash()).isEqualTo(torrent.swarm());
    assertThat(end.peersMet()).isZero();
    assertThat(end.bytesFromPeers()).isZero();
    assertThat(end.failures()).isEmpty();
    assertThat(StockTorrent.digests(client)).isEqualTo(Digests.of(world.film().folder()));
  }

  @Test
  void twoOfThemMeetAndOneGetsTheFilmFromTheOther(World world) {
    var torrent = TorrentFile.of(world, World.OPENING);
    var seeder = StockTorrent.add(world, "seeder", torrent);
    seeder.await("has the film", WHOLE, TorrentReport::done);

    var leecher = StockTorrent.add(world, "leecher", torrent.withoutWebseeds());
    var end = leecher.await("has the film", WHOLE, TorrentReport::done);

    assertThat(end.bytesFromWebseeds()).isZero();
    assertThat(end.failures()).isEmpty();
    assertThat(StockTorrent.digests(leecher)).isEqualTo(Digests.of(world.opening().folder()));
  }

  @Test
  void itGetsFromAViewerWhatTheViewerHas(World world) {
    var viewer = holder(world, World.OPENING);
    var torrent = TorrentFile.of(world, World.OPENING).withoutWebseeds();

    var client = StockTorrent.add(world, "stock", torrent);
    var watched = files(world.opening());
    var end = client.await("has what the viewer has", WHOLE, r -> r.whole().containsAll(watched));

    assertThat(end.bytesFromPeers()).isGreaterThanOrEqualTo(world.opening().bytes(RUNG));
    assertThat(end.bytesFromWebseeds()).isZero();
    assertThat(end.failures()).isEmpty();
    assertThat(Digests.of(world.opening().folder()))
        .containsAllEntriesOf(StockTorrent.digests(client));
    viewer.await(
        "has given it", SOON, r -> r.stats().bytesToPeers() >= world.opening().bytes(RUNG));
  }

  @Test
  void aViewerGetsFromItWhatItSeeds(World world) {
    var seeder = StockTorrent.add(world, "stock", TorrentFile.of(world, World.FILM));
    seeder.await("has the film", WHOLE, TorrentReport::done);

    var viewer = world.lab().watch("viewer", player(world, World.FILM).horizonSeconds(600));
    viewer.await("gets from it", WHOLE, r -> r.stats().bytesFromPeers() > 0);
    var shown =
        viewer.await(
            "is shown what came from it",
            WHOLE,
            r -> r.segments().stream().anyMatch(s -> s.bytesFromPeers() == s.bytes()));

    assertThat(shown.stats().bannedPeers()).isZero();
    assertThat(shown.stats().badPieces()).isZero();
    assertThat(shown.failures()).isEmpty();
    Audit.everyByteShownIsTheFilms(shown, world.film());
    assertThat(seeder.report().bytesToPeers()).isPositive();
    assertThat(seeder.report().failures()).isEmpty();
    world.picture(viewer, "stock-seeder");
  }

  @Test
  void withoutATicketAClosedTitleRefusesIt(World world) {
    var viewer = holder(world, World.CLOSED);
    var torrent = TorrentFile.of(world, World.CLOSED).withoutWebseeds();

    var client = StockTorrent.add(world, "stock", torrent);
    var refused = client.await("is told why", SOON, r -> !r.warnings().isEmpty());

    assertThat(refused.warnings()).anyMatch(reason -> reason.contains("ticket"));
    assertThat(refused.peersMet()).isZero();
    assertThat(refused.bytesFromPeers()).isZero();
    assertThat(refused.piecesVerified()).isZero();
    assertThat(viewer.stats().peers()).isZero();
    assertThat(viewer.stats().bytesToPeers()).isZero();
  }

  /** The segments that a viewer has seen, as paths in the torrent. */
  private static List<String> files(Film film) {
    return film.segments(RUNG).stream().map(s -> World.OPENING + "/" + s.uri()).toList();
  }

  private static Viewer holder(World world, String slug) {
    var viewer = world.lab().watch("holder", player(world, slug).horizonSeconds(600));
    var pieces = World.pieces(world.opening(), RUNG);
    viewer.await("holds the film", WHOLE, r -> r.stats().piecesHeld() >= pieces);
    return viewer;
  }

  private static Embed player(World world, String slug) {
    return Embed.of(world.servers(), slug).pinned(RUNG);
  }
}
