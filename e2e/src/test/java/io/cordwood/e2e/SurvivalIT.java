package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Ports;
import io.cordwood.bench.harness.Screen;
import io.cordwood.bench.harness.Stack;
import io.cordwood.bench.harness.Viewer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The film plays on, whoever dies. */
@ExtendWith(WithWorld.class)
class SurvivalIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Duration TO_THE_END = Duration.ofMinutes(4);
  private static final String RUNG = "240p";

  /** How fast the film plays for who has the machine alone. */
  private static final double TIMES_ALONE = 2;

  @Test
  void withoutTheWebseedTheOthersFinishFromTheOneWhoHasEverything(World world) {
    var servers = world.serversToEnd("webseed-killed");
    var pieces = World.pieces(world.opening(), RUNG);
    var full = world.lab().watch("full", player(servers).horizonSeconds(600));
    full.await("holds everything", TO_THE_END, r -> r.stats().piecesHeld() >= pieces);
    var others =
        List.of(
            world.lab().watch("second", player(servers)),
            world.lab().watch("third", player(servers)));
    for (var other : others) {
      other.await(
          "plays with a peer", SOON, r -> r.stats().bytesFromPeers() > 0 && r.currentSeconds() > 1);
      other.pause();
    }

    servers.webseed().kill();
    var early = others.stream().map(Viewer::report).toList();
    assertThat(early).allSatisfy(r -> assertThat(r.currentSeconds()).isLessThan(20));
    others.forEach(Viewer::play);

    for (var other : others) {
      var end = other.awaitEnd(TO_THE_END);
      Audit.everyByteShownIsTheFilms(end, world.opening());
      assertThat(end.segments().stream().map(s -> s.url()).distinct())
          .hasSize(world.opening().segments(RUNG).size());
    }
    full.awaitEnd(TO_THE_END);
    world.picture(others.getLast(), "webseed-killed");
  }

  @Test
  void withoutTheNodeTheFilmPlaysOn(World world) {
    var servers = world.serversToEnd("node-killed");
    var first = world.lab().watch("first", player(servers));
    var second = world.lab().watch("second", player(servers));
    second.await("has a peer", SOON, r -> r.stats().peers() > 0 && r.currentSeconds() > 1);

    servers.node().kill();
    second.await("notices", SOON, r -> !r.stats().signaling().equals("open"));

    for (var viewer : List.of(first, second)) {
      var end = viewer.awaitEnd(TO_THE_END);
      assertThat(end.failures()).isEmpty();
      assertThat(end.unfed()).isEmpty();
      Audit.everyByteShownIsTheFilms(end, world.opening());
    }
    world.picture(second, "node-killed");
  }

  @Test
  void withANodeThatIsDeadBeforehandTheFilmPlays(World world) {
    var nobody = "http://127.0.0.1:" + Ports.free();
    var html = player(world.servers()).with("server", nobody).html("viewer");
    var viewer = world.lab().watch("viewer", world.lab().context(Screen.DESKTOP), html);
    viewer.speed(TIMES_ALONE);
    var end = viewer.awaitEnd(TO_THE_END);

    assertThat(end.failures()).isEmpty();
    assertThat(end.unfed()).isEmpty();
    assertThat(end.stats().reason()).as("why there are no peers").isNotBlank();
    assertThat(end.stats().bytesFromWebseeds()).isEqualTo(world.opening().bytes(RUNG));
  }

  @Test
  void withoutPeerConnectionsTheFilmPlays(World world) {
    var context = world.lab().context(Screen.DESKTOP);
    context.addInitScript(
        "delete globalThis.RTCPeerConnection; delete globalThis.webkitRTCPeerConnection");
    var html = player(world.servers()).html("viewer");

    var viewer = world.lab().watch("viewer", context, html);
    viewer.speed(TIMES_ALONE);
    var end = viewer.awaitEnd(TO_THE_END);

    assertThat(viewer.page().evaluate("() => typeof RTCPeerConnection")).isEqualTo("undefined");
    assertThat(end.failures()).isEmpty();
    assertThat(end.unfed()).isEmpty();
    assertThat(end.stats().reason()).as("why there are no peers").isNotBlank();
    assertThat(end.stats().bytesFromWebseeds()).isEqualTo(world.opening().bytes(RUNG));
  }

  private static Embed player(Stack servers) {
    return Embed.of(servers, World.OPENING).pinned(RUNG);
  }
}
