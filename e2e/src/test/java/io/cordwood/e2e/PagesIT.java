package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Screen;
import io.cordwood.bench.harness.Viewer;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The node's own pages, on every screen that people have. */
@ExtendWith(WithWorld.class)
class PagesIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final String PLAYHEAD =
      "() => document.querySelector('cordwood-player')?.currentTime ?? 0";

  /** The screens that pictures are kept of. */
  enum Looks {
    DESKTOP(Screen.DESKTOP),
    DESKTOP_DARK(Screen.DESKTOP.atNight()),
    PHONE(Screen.PHONE),
    PHONE_DARK(Screen.PHONE.atNight());

    private final Screen screen;

    Looks(Screen screen) {
      this.screen = screen;
    }

    String file() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @ParameterizedTest
  @EnumSource
  void theIndexShowsTheTitlesAndLeadsToThem(Looks looks, World world) {
    var page = open(world, looks, "/");
    page.page().getByText("Two logs each").first().waitFor();
    world.picture(page, "index-" + looks.file());
    noSidewaysScrolling(page);

    page.page().getByText("Two logs each").first().click();
    page.page().waitForURL(url -> url.contains("logs"));
    page.page().waitForSelector("cordwood-player");
  }

  @ParameterizedTest
  @EnumSource
  void theWatchPagePlaysAndSaysWhoBroughtWhat(Looks looks, World world) {
    var first = open(world, looks, "/watch/demo/" + World.FILM);
    plays(first);
    var second = open(world, looks, "/watch/demo/" + World.FILM);
    plays(second);
    second
        .page()
        .waitForFunction("() => document.querySelector('cordwood-player').stats().peers > 0");
    second
        .page()
        .waitForFunction(
            "() => document.querySelector('cordwood-player').stats().bytesFromPeers > 0");
    world.picture(second, "watch-" + looks.file());
    world.wholePicture(second, "watch-" + looks.file());
    noSidewaysScrolling(second);
    assertThat(second.console()).noneMatch(line -> line.startsWith("thrown"));
  }

  @Test
  void aPageThatIsOpenedBeforeTheFilmIsThereLooksForItByItself(World world) {
    var page = open(world, Looks.DESKTOP, "/watch/demo/early");
    page.page().getByText("There is no film here").waitFor();
    world.picture(page, "watch-too-early");

    world.servers().publish(world.opening(), "early", "--name", "The early bird");

    plays(page);
    assertThat(page.page().getByText("There is no film here").isVisible()).isFalse();
  }

  private static void plays(Viewer viewer) {
    viewer.page().waitForSelector("cordwood-player");
    viewer
        .page()
        .evaluate(
            "() => { const p = document.querySelector('cordwood-player'); p.muted = true; void p.play(); }");
    Await.until(
        viewer.name() + " plays",
        SOON,
        () -> ((Number) viewer.page().evaluate(PLAYHEAD)).doubleValue() > 2);
  }

  private static void noSidewaysScrolling(Viewer viewer) {
    assertThat(
            (Boolean)
                viewer
                    .page()
                    .evaluate(
                        "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
        .as("the page fits the screen")
        .isTrue();
  }

  private static Viewer open(World world, Looks looks, String path) {
    var address = world.servers().nodeUrl().resolve(path).toString();
    return world.lab().open("page " + looks.file(), world.lab().context(looks.screen), address);
  }
}
