package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Screen;
import io.cordwood.bench.harness.Viewer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Peers who do not keep to the rules. */
@ExtendWith(WithWorld.class)
class StrangersIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Duration TO_THE_END = Duration.ofMinutes(4);
  private static final String RUNG = "240p";

  /** The film is longer than the player's buffer: it is not all there before the peer is. */
  @Test
  void aPeerThatSendsWrongBytesIsDroppedAndNothingOfItIsShown(World world) {
    var polluter = Stranger.polluting(world);
    polluter.await("is welcome", SOON, StrangerReport::welcomed);

    var viewer = world.lab().watch("viewer", player(world, World.FILM).horizonSeconds(600));
    polluter.await("has sent wrong bytes", SOON, r -> r.wrongBlocks() > 0);
    var banned = viewer.await("bans it", SOON, r -> r.stats().bannedPeers() == 1);
    polluter.await("is dropped", SOON, r -> r.channelsClosed() == r.channelsOpened());
    var from = banned.currentSeconds();
    var end = viewer.await("plays on", SOON, r -> r.currentSeconds() > from + 10);

    assertThat(end.stats().badPieces()).isPositive();
    assertThat(end.stats().peers()).isZero();
    assertThat(end.stats().bytesFromPeers()).isZero();
    assertThat(end.failures()).isEmpty();
    assertThat(end.unfed()).isEmpty();
    Audit.everyByteShownIsTheFilms(end, world.film());
    world.picture(viewer, "polluted");
  }

  @Test
  void whoShowsATicketOfTheirOwnIsGivenWhatTheyAskFor(World world) {
    var viewer = holder(world);

    var member = Stranger.member(world);
    member.await("is given a block", SOON, r -> r.blocksReceived() > 0);

    assertThat(viewer.stats().bytesToPeers()).isPositive();
  }

  @Test
  void aCopiedTicketIsRefusedByPeersOfAClosedTitle(World world) {
    var viewer = holder(world);
    var ticket = ticketOf(viewer);

    var thief = Stranger.showingPeers(world, ticket);
    var report =
        thief.await("is dropped", SOON, r -> r.channelsOpened() > 0 && r.channelsClosed() > 0);

    assertThat(report.blocksReceived()).isZero();
    viewer.await("has no peer", SOON, r -> r.stats().peers() == 0);
    assertThat(viewer.stats().bytesToPeers()).isZero();
  }

  @Test
  void withoutATicketNobodyIsGivenAnythingOfAClosedTitle(World world) {
    var viewer = holder(world);

    var thief = Stranger.showingPeersNothing(world);
    var report =
        thief.await("is dropped", SOON, r -> r.channelsOpened() > 0 && r.channelsClosed() > 0);

    assertThat(report.blocksReceived()).isZero();
    assertThat(viewer.stats().bytesToPeers()).isZero();
  }

  @Test
  void aCopiedTicketIsRefusedAtTheDoor(World world) {
    var viewer = holder(world);
    var ticket = ticketOf(viewer);

    var thief = Stranger.showingTheDoor(world, ticket);
    var report =
        thief.await("is refused", SOON, r -> !r.doorErrors().isEmpty() || r.doorClosed() != null);

    assertThat(report.channelsOpened()).isZero();
    assertThat(report.blocksReceived()).isZero();
    assertThat(viewer.stats().bytesToPeers()).isZero();
  }

  @Test
  void twoViewersOfAClosedTitleShareIt(World world) {
    holder(world);
    var second = world.lab().watch("second", player(world, World.CLOSED));
    var end = second.awaitEnd(TO_THE_END);
    assertThat(end.stats().bytesFromPeers()).isPositive();
    Audit.everyByteShownIsTheFilms(end, world.opening());
  }

  private static Viewer holder(World world) {
    var context = world.lab().context(Screen.DESKTOP);
    context.addInitScript(
        """
        const fetched = globalThis.fetch;
        globalThis.fetch = async (input, init) => {
          const answer = await fetched(input, init);
          if (String(input).endsWith('/v1/join')) globalThis.joinAnswer = await answer.clone().json();
          return answer;
        };
        """);
    var html = player(world, World.CLOSED).horizonSeconds(600).html("holder");
    var viewer = world.lab().watch("holder", context, html);
    var pieces = World.pieces(world.opening(), RUNG);
    viewer.await("holds the film", TO_THE_END, r -> r.stats().piecesHeld() >= pieces);
    return viewer;
  }

  private static String ticketOf(Viewer viewer) {
    return (String) viewer.page().evaluate("() => joinAnswer.ticket");
  }

  private static Embed player(World world, String slug) {
    return Embed.of(world.servers(), slug).pinned(RUNG);
  }
}
