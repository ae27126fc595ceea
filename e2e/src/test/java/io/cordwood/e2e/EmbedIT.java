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
  private static final Duration SOON = Duration.ofSeconds(20);

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
  void nothingIsLeftOpenAfterDestroy(World world) throws URISyntaxException {
    world.lab().watch("other", player(world)).awaitFirstFrame(SOON);
    var context = world.lab().context(Screen.DESKTOP);
    context.addInitScript(Path.of(EmbedIT.class.getResource("/pages/leaks.js").toURI()));
    var viewer = world.lab().watch("viewer", context, player(world).html("viewer"));
    viewer.await("has a peer", SOON, r -> r.stats().peers() > 0 && r.currentSeconds() > 2);
    var before = open(viewer);
    assertThat(before.get("connections")).isPositive();
    assertThat(before.get("sockets")).isPositive();

    viewer.destroyPlayer();

    Await.until(
        () -> "everything is closed; open are " + open(viewer),
        Duration.ofSeconds(5),
        () -> nothing(open(viewer)));
    assertThat(viewer.console()).noneMatch(line -> line.startsWith("thrown"));
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
