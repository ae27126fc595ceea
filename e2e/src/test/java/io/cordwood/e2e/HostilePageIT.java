package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Frame;
import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Screen;
import io.cordwood.bench.harness.Viewer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pages that forbid what peers need: the film plays over HTTP, and nobody hears of it. */
@ExtendWith(WithWorld.class)
class HostilePageIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String RUNG = "240p";

  @Test
  void underAPolicyWithoutSocketsAndWorkersTheFilmPlays(World world) {
    var policy =
        "default-src 'none'; script-src http: 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:;"
            + " connect-src http:; media-src blob:; webrtc 'block'";
    var html =
        page(world)
            .replace(
                "<meta charset",
                "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\"><meta charset"
                    .formatted(policy));
    assertThat(html).contains("webrtc 'block'");

    var viewer = world.lab().watch("policy", world.lab().context(Screen.DESKTOP), html);

    playsOverHttp(viewer);
    assertThat(viewer.stats().signaling()).isNotEqualTo("open");
  }

  /** What a browser does that obeys {@code webrtc 'block'}: certificates yes, connections no. */
  @Test
  void whereConnectionsAreForbiddenTheFilmPlays(World world) {
    world.lab().watch("peer", player(world)).awaitFirstFrame(SOON);
    var context = world.lab().context(Screen.DESKTOP);
    context.addInitScript(
        """
        globalThis.refused = 0;
        globalThis.RTCPeerConnection = class extends RTCPeerConnection {
          constructor() {
            globalThis.refused += 1;
            throw new DOMException('blocked by the policy of the page', 'NotAllowedError');
          }
        };
        """);

    var viewer = world.lab().watch("blocked", context, page(world));

    playsOverHttp(viewer);
    Await.until(
        "a connection is refused",
        SOON,
        () -> ((Number) viewer.page().evaluate("() => globalThis.refused")).intValue() > 0);
    assertThat(viewer.console()).noneMatch(line -> line.startsWith("thrown"));
  }

  /** An opaque origin: no cookies, no storage, and a node that admits nobody from there. */
  @Test
  void inASandboxedFrameTheFilmPlays(World world) {
    var inner = world.lab().site().page("/sandboxed.html", page(world));
    var outer = "<!doctype html><iframe sandbox=\"allow-scripts\" src=\"%s\"></iframe>";
    var viewer =
        world.lab().watch("sandboxed", world.lab().context(Screen.DESKTOP), outer.formatted(inner));

    Await.until("plays in the frame", SOON, () -> number(viewer, "report().currentSeconds") > 4);

    assertThat(number(viewer, "report().failures.length")).isZero();
    assertThat(number(viewer, "report().stats.bytesFromWebseeds")).isPositive();
    assertThat(frame(viewer).evaluate("() => globalThis.origin")).isEqualTo("null");
    assertThat(viewer.console()).noneMatch(line -> line.startsWith("thrown"));
  }

  private static void playsOverHttp(Viewer viewer) {
    var report = viewer.await("plays", SOON, r -> r.currentSeconds() > 4);
    assertThat(report.failures()).isEmpty();
    assertThat(report.unfed()).isEmpty();
    assertThat(report.stats().bytesFromPeers()).isZero();
    assertThat(report.stats().bytesFromWebseeds()).isPositive();
    assertThat(viewer.console()).noneMatch(line -> line.startsWith("thrown"));
  }

  private static double number(Viewer viewer, String what) {
    var value = frame(viewer).evaluate("() => Number(globalThis.viewer?." + what + " ?? -1)");
    return ((Number) value).doubleValue();
  }

  private static Frame frame(Viewer viewer) {
    return viewer.page().frames().getLast();
  }

  private static String page(World world) {
    return player(world).html("viewer");
  }

  private static Embed player(World world) {
    return Embed.of(world.servers(), World.OPENING).pinned(RUNG);
  }
}
