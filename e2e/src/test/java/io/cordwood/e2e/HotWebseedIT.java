package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Http;
import io.cordwood.bench.harness.Stack;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A webseed whose line is full. */
@ExtendWith(WithWorld.class)
class HotWebseedIT {
  private static final Duration TO_THE_END = Duration.ofMinutes(4);
  private static final String RUNG = "240p";
  private static final double TIMES_THE_FILM = 2.5;
  private static final Pattern ADMISSIONS =
      Pattern.compile("(?m)^cordwood_webseed_admissions_total\\{([^}]*)}\\s+(\\S+)");

  /** Keeps what goes wrong, whether the page would show it or not. */
  private static final String LISTEN =
      """
      () => {
        globalThis.troubles = [];
        viewer.element.engine.on('error', (error) => troubles.push(error.detail));
        viewer.element.attached.on('setback', (setback) => troubles.push(setback.detail));
      }
      """;

  @Test
  void whatIsNotNeededSoonIsRefusedAndTheFilmPlaysOn(World world) {
    var opening = world.opening();
    var rate = 8 * opening.bytes(RUNG) / opening.seconds(RUNG);
    var servers = world.narrowServers("hot", (long) (TIMES_THE_FILM * rate));

    var viewer = world.lab().watch("viewer", Embed.of(servers, World.OPENING).pinned(RUNG));
    viewer.page().evaluate(LISTEN);
    var end = viewer.awaitEnd(TO_THE_END);

    assertThat(refused(servers, "ahead")).isPositive();
    assertThat(refused(servers, "now") + refused(servers, "soon")).isZero();
    assertThat(viewer.page().evaluate("() => troubles")).isEqualTo(List.of());
    assertThat(end.failures()).isEmpty();
    assertThat(end.unfed()).isEmpty();
    assertThat(end.stats().bytesFromWebseeds()).isEqualTo(opening.bytes(RUNG));
    Audit.everyByteShownIsTheFilms(end, opening);
    world.picture(viewer, "hot-webseed");
  }

  /** How many requests of this need were sent away. */
  private static long refused(Stack servers, String need) {
    var metrics = Http.get(servers.webseedUrl().resolve("/metrics")).body();
    return ADMISSIONS
        .matcher(metrics)
        .results()
        .filter(r -> r.group(1).contains("need=\"" + need + "\""))
        .filter(r -> r.group(1).matches(".*outcome=\"(refused|full)\".*"))
        .mapToLong(r -> Math.round(Double.parseDouble(r.group(2))))
        .sum();
  }
}
