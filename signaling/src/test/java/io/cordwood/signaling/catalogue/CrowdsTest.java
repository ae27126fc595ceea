package io.cordwood.signaling.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.ContentPath;
import io.cordwood.swarm.content.Owner;
import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.Slug;
import io.cordwood.swarm.rules.WebseedLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CrowdsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final long MBIT = 1_000_000;

  /** Two qualities, the higher one of 2 Mbit/s. */
  private static final Title FILM = film("film");

  private final Webseeds webseeds = new Webseeds(Duration.ofSeconds(15), 100);
  private final Crowds crowds = new Crowds(webseeds);

  @Test
  void webseedsAreBusyFromHalfOfTheirCapacityUntilAQuarter() {
    assertThat(busyAt(49)).isFalse();
    assertThat(busyAt(50)).isTrue();
    assertThat(busyAt(25)).isTrue();
    assertThat(busyAt(24)).isFalse();
    assertThat(busyAt(49)).isFalse();
  }

  @Test
  void aCrowdIsSeenBeforeWebseedsTellOfIt() {
    hear(0, 60);
    int alone = 0;
    while (alone < 100 && !crowds.joined(FILM, NOW.plusMillis(60 * alone))) {
      alone++;
    }
    assertThat(alone).isBetween(5, 20);
    assertThat(crowds.loadOf(FILM, NOW.plusMillis(60 * alone))).isEqualTo(new WebseedLoad(0, true));
    assertThat(crowds.loadOf(FILM, NOW.plusSeconds(10))).isEqualTo(WebseedLoad.NONE);
  }

  @Test
  void viewersWhoComeOneAfterAnotherAreNoCrowd() {
    for (int i = 0; i < 100; i++) {
      var at = NOW.plusSeconds(i);
      webseeds.hear(new WebseedId("a"), beat(5, 60), at);
      assertThat(crowds.joined(FILM, at)).isFalse();
    }
  }

  @Test
  void aCrowdOfAnotherTitleIsNotThisOnes() {
    hear(0, 60);
    for (int i = 0; i < 100; i++) {
      crowds.joined(film("other"), NOW);
    }
    assertThat(crowds.joined(FILM, NOW)).isFalse();
  }

  @Test
  void whereNoWebseedTellsOfItselfNobodyIsHeldBack() {
    for (int i = 0; i < 100; i++) {
      assertThat(crowds.joined(FILM, NOW)).isFalse();
    }
    assertThat(crowds.loadOf(FILM, NOW)).isEqualTo(WebseedLoad.NONE);
  }

  private boolean busyAt(long sentMbit) {
    hear(sentMbit, 100);
    return crowds.loadOf(FILM, NOW).busy();
  }

  private void hear(long sentMbit, long capacityMbit) {
    webseeds.hear(new WebseedId("a"), beat(sentMbit, capacityMbit), NOW);
  }

  private static Heartbeat beat(long sentMbit, long capacityMbit) {
    return new Heartbeat(
        "http://a",
        Set.of(FILM.id(), film("other").id()),
        sentMbit * MBIT,
        capacityMbit * MBIT,
        false);
  }

  private static Title film(String slug) {
    return new Title(
        new Owner("demo"),
        new Slug(slug),
        "A film",
        true,
        ContentPath.parse("master.m3u8"),
        null,
        60_000,
        null,
        65_536,
        100,
        1_000,
        List.of(rendition("360p", MBIT / 2), rendition("720p", 2 * MBIT)),
        null,
        null);
  }

  private static Title.Rendition rendition(String name, long bandwidth) {
    return new Title.Rendition(new RenditionName(name), bandwidth, 0, 0, "", 10, 1, null, 1);
  }
}
