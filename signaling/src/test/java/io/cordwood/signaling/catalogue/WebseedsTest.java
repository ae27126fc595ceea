package io.cordwood.signaling.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cordwood.signaling.http.ProblemException;
import io.cordwood.swarm.content.PeerId;
import io.cordwood.swarm.content.TitleId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebseedsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final TitleId TITLE = TitleId.parse("demo/logs");

  private final Webseeds webseeds = new Webseeds(Duration.ofSeconds(15), 100);
  private final Random random = new Random(19);

  @Test
  void aWebseedIsNamedFor15SecondsAfterItsHeartbeat() {
    hear("a", false, NOW, TITLE);
    assertThat(webseeds.basesOf(TITLE, NOW.plusMillis(14_999)))
        .containsExactly("http://a/t/demo/logs/");
    assertThat(webseeds.basesOf(TITLE, NOW.plusSeconds(15))).isEmpty();
    assertThat(webseeds.count(NOW.plusSeconds(15))).isZero();
  }

  @Test
  void aDrainingWebseedIsNotNamed() {
    hear("a", false, NOW, TITLE);
    hear("b", true, NOW, TITLE);
    assertThat(webseeds.basesOf(TITLE, NOW)).containsExactly("http://a/t/demo/logs/");
    hear("a", true, NOW, TITLE);
    assertThat(webseeds.basesOf(TITLE, NOW)).isEmpty();
  }

  @Test
  void onlyWebseedsThatHoldTheTitleAreNamed() {
    hear("a", false, NOW, TITLE);
    hear("b", false, NOW, TitleId.parse("demo/other"));
    assertThat(webseeds.rankedFor(peer(), TITLE, NOW)).containsExactly("http://a/t/demo/logs/");
  }

  @Test
  void aSlashAtTheEndOfTheUrlMakesNoDifference() {
    webseeds.hear(
        new WebseedId("a"), new Heartbeat("http://a/", Set.of(TITLE), 0, 1_000, false), NOW);
    assertThat(webseeds.basesOf(TITLE, NOW)).containsExactly("http://a/t/demo/logs/");
  }

  @Test
  void viewersAreSpreadEvenlyAndAlwaysGetTheSameOrder() {
    for (var name : new String[] {"a", "b", "c", "d"}) {
      hear(name, false, NOW, TITLE);
    }
    var firsts = new HashMap<String, Integer>();
    for (int i = 0; i < 4_000; i++) {
      var peer = peer();
      var ranked = webseeds.rankedFor(peer, TITLE, NOW);
      assertThat(ranked).hasSize(4).isEqualTo(webseeds.rankedFor(peer, TITLE, NOW));
      firsts.merge(ranked.getFirst(), 1, Integer::sum);
    }
    assertThat(firsts.values()).hasSize(4).allSatisfy(n -> assertThat(n).isBetween(850, 1_150));
  }

  @Test
  void aWebseedThatGoesMovesItsOwnViewersOnly() {
    hear("a", false, NOW, TITLE);
    hear("b", false, NOW, TITLE);
    hear("c", false, NOW.plusSeconds(1), TITLE);
    hear("b", false, NOW.plusSeconds(1), TITLE);
    var later = NOW.plusSeconds(15);
    for (int i = 0; i < 200; i++) {
      var peer = peer();
      var before = webseeds.rankedFor(peer, TITLE, NOW.plusSeconds(1));
      var expected = before.stream().filter(base -> !base.startsWith("http://a/")).toList();
      var other = new Webseeds(Duration.ofSeconds(15), 100);
      other.hear(new WebseedId("b"), beat("b", false, TITLE), later);
      other.hear(new WebseedId("c"), beat("c", false, TITLE), later);
      assertThat(other.rankedFor(peer, TITLE, later)).isEqualTo(expected);
    }
  }

  @Test
  void aHotWebseedIsNamedAfterCoolOnes() {
    hear("a", false, NOW, TITLE);
    hear("b", false, NOW, TITLE);
    webseeds.hear(new WebseedId("hot"), beat("hot", 900_000, TITLE), NOW);
    for (int i = 0; i < 200; i++) {
      assertThat(webseeds.rankedFor(peer(), TITLE, NOW).getLast())
          .isEqualTo("http://hot/t/demo/logs/");
    }
  }

  @Test
  void theHeatOfATitleIsThatOfAllItsWebseedsTogether() {
    assertThat(webseeds.egressOf(TITLE, NOW).heat()).isZero();
    webseeds.hear(new WebseedId("a"), beat("a", 900_000, TITLE), NOW);
    webseeds.hear(new WebseedId("b"), beat("b", 300_000, TITLE), NOW);
    webseeds.hear(new WebseedId("c"), beat("c", 0, TitleId.parse("demo/other")), NOW);
    hear("d", true, NOW, TITLE);
    assertThat(webseeds.egressOf(TITLE, NOW).heat()).isEqualTo(0.6);
    assertThat(webseeds.egressOf(TITLE, NOW.plusSeconds(15)).heat()).isZero();
  }

  @Test
  void moreThanTheLimitAreRefusedAndKnownOnesStay() {
    var few = new Webseeds(Duration.ofSeconds(15), 1);
    few.hear(new WebseedId("a"), beat("a", false, TITLE), NOW);
    assertThatThrownBy(() -> few.hear(new WebseedId("b"), beat("b", false, TITLE), NOW))
        .isInstanceOf(ProblemException.class);
    few.hear(new WebseedId("a"), beat("a", false, TITLE), NOW.plusSeconds(5));
    assertThat(few.basesOf(TITLE, NOW.plusSeconds(19))).hasSize(1);
  }

  private void hear(String name, boolean draining, Instant now, TitleId title) {
    webseeds.hear(new WebseedId(name), beat(name, draining, title), now);
  }

  private static Heartbeat beat(String name, boolean draining, TitleId title) {
    return new Heartbeat("http://" + name, Set.of(title), 0, 1_000_000, draining);
  }

  private static Heartbeat beat(String name, long egressBitsPerSecond, TitleId title) {
    return new Heartbeat("http://" + name, Set.of(title), egressBitsPerSecond, 1_000_000, false);
  }

  private PeerId peer() {
    var bytes = new byte[12];
    random.nextBytes(bytes);
    return PeerId.ofNode(bytes);
  }
}
