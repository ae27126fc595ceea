package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Screen;
import io.cordwood.bench.harness.Viewer;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The player on somebody's site. */
@ExtendWith(WithWorld.class)
class EmbedIT {
  private static final Duration SOON = Duration.ofMinutes(2);

  @Test
  void theScriptTagPlaysAndSharesOnAPageOfAnotherOrigin(World world) {
    var first = world.lab().watch("first", player(world));
    var second = world.lab().watch("second", player(world));
    first.awaitFirstFrame(SOON);
    var report = second.await("gets from a peer", SOON, r -> r.stats().bytesFromPeers() > 0);
    world.picture(second, "embedded");

    var page = origin(second.page().url());
    assertThat(page).isNotEqualTo(origin(world.servers().nodeUrl().toString()));
    assertThat(page).isNotEqualTo(origin(world.servers().webseedUrl().toString()));
    assertThat(report.firstFrameMs()).isNotNull();
    assertThat(report.failures()).isEmpty();
    assertThat(second.console()).noneMatch(line -> line.startsWith("thrown"));
  }

  @Test
  void aPlayerThatStoodOnThePageBeforeItWasKnownStartsOnce(World world) {
    var viewer = world.lab().watch("viewer", player(world));
    viewer.awaitFirstFrame(SOON);
    assertThat(anUpgradedCopyGoesOnAsItBegan(viewer)).isTrue();
    assertThat(viewer.console()).noneMatch(line -> line.startsWith("thrown"));
  }

  @Test
  void nothingIsLeftOpenAfterDestroy(World world) throws URISyntaxException {
    world.lab().watch("other", player(world)).awaitFirstFrame(SOON);
    var context = world.lab().context(Screen.DESKTOP);
    context.addInitScript(Path.of(EmbedIT.class.getResource("/pages/leaks.js").toURI()));
    var viewer = world.lab().watch("viewer", context, player(world).html("viewer"));
    viewer.await("has a peer", SOON, r -> r.stats().peers() > 0 && r.currentSeconds() > 2);
    var before = open(viewer);
    assertThat(before.get("connections")).isPositive();
    assertThat(before.get("sockets")).isPositive();
    assertThat(before.get("listeners")).isPositive();

    viewer.destroyPlayer();

    Await.until(
        () -> "everything is closed; open are " + open(viewer), SOON, () -> nothing(open(viewer)));
    assertThat(viewer.console()).noneMatch(line -> line.startsWith("thrown"));
  }

  @Test
  void whoComesBackHasTheFilmAtOnceWhereTheSiteKeepsIt(World world) {
    var pieces = World.pieces(world.opening(), "240p");
    var opening = Embed.of(world.servers(), World.OPENING).pinned("240p").with("storage", "opfs");
    var context = world.lab().context(Screen.DESKTOP);
    var before = world.lab().watch("before", context, opening.html("before"));
    before.await("holds the film", SOON, r -> r.stats().piecesHeld() >= pieces);
    Await.until(
        "it is written", SOON, () -> filesKept(before) >= world.opening().segments("240p").size());
    before.destroyPlayer();

    var after = world.lab().watch("after", context, opening.html("after"));
    var back = after.await("holds the film again", SOON, r -> r.stats().piecesHeld() >= pieces);
    assertThat(back.stats().bytesFromWebseeds()).isLessThan(world.opening().bytes("240p") / 2);
    assertThat(after.console()).noneMatch(line -> line.startsWith("thrown"));
  }

  /** The copy is made in a document that knows no such element, as a page's parser makes it. */
  private static boolean anUpgradedCopyGoesOnAsItBegan(Viewer viewer) {
    var same =
        viewer
            .page()
            .evaluate(
                """
                async () => {
                  const player = document.querySelector('cordwood-player');
                  const elsewhere = document.implementation.createHTMLDocument();
                  elsewhere.body.innerHTML = player.outerHTML;
                  await player.destroy();
                  player.remove();
                  const copy = elsewhere.body.firstElementChild;
                  const plays = new Promise((resolve) => copy.addEventListener('playing', resolve));
                  document.body.append(copy);
                  const began = copy.attached;
                  await plays;
                  return began !== null && copy.attached === began;
                }
                """);
    return (Boolean) same;
  }

  private static int filesKept(Viewer viewer) {
    var count =
        viewer
            .page()
            .evaluate(
                """
                async () => {
                  let count = 0;
                  const all = await (await navigator.storage.getDirectory()).getDirectoryHandle('cordwood', { create: true });
                  for await (const title of all.values()) {
                    for await (const file of title.values()) {
                      // one that is just being written goes by another name the next moment
                      const size = await file.getFile().then((one) => one.size, (e) => (e.name === 'NotFoundError' ? 0 : Promise.reject(e)));
                      if (size > 0) count++;
                    }
                  }
                  return count;
                }
                """);
    return ((Number) count).intValue();
  }

  private static boolean nothing(Map<String, Integer> open) {
    return open.entrySet().stream()
        .filter(e -> !e.getKey().startsWith("ever"))
        .allMatch(e -> e.getValue() == 0);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Integer> open(Viewer viewer) {
    return (Map<String, Integer>) viewer.page().evaluate("() => leaks.open()");
  }

  private static String origin(String url) {
    var address = URI.create(url);
    return address.getScheme() + "://" + address.getAuthority();
  }

  private static Embed player(World world) {
    return Embed.of(world.servers(), World.FILM).pinned("240p");
  }
}
