package io.cordwood.signaling.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.signaling.catalogue.Leases.Answer;
import io.cordwood.swarm.content.SwarmId;
import io.cordwood.swarm.content.TitleId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeasesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LEAST = Duration.ofSeconds(10);
  private static final TitleId CHANNEL = TitleId.parse("demo/news");
  private static final SwarmId SWARM = SwarmId.parse("ab".repeat(20));

  @TempDir Path folder;
  private CatalogueStore store;
  private Leases leases;

  @BeforeEach
  void open() {
    store = new CatalogueStore(folder);
    leases = new Leases(store, LEAST, NOW.minusSeconds(60));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aChannelIsTakenInByOneWebseedUntilNothingHasComeForTheLeasesTime() {
    assertThat(ask("a", 2000, mark(0, 0), NOW)).isEqualTo(new Answer.Granted(LEAST, Mark.NONE));
    assertThat(ask("b", 2000, mark(0, 0), NOW.plusMillis(9_999)))
        .isEqualTo(new Answer.Held(new WebseedId("a"), Duration.ofMillis(1)));
    ask("a", 2000, mark(0, 5), NOW.plusSeconds(8));
    assertThat(ask("b", 2000, mark(0, 0), NOW.plusSeconds(17))).isInstanceOf(Answer.Held.class);
    assertThat(ask("b", 2000, mark(0, 0), NOW.plusSeconds(18))).isInstanceOf(Answer.Granted.class);
    assertThat(ask("a", 2000, mark(0, 6), NOW.plusSeconds(19))).isInstanceOf(Answer.Held.class);
    assertThat(leases.holder(CHANNEL)).contains(new WebseedId("b"));
  }

  @Test
  void whoFollowsAnotherBeginsBehindAllThatThatOneMayHaveSigned() {
    ask("a", 2000, new Mark(777, 3, 40, 80_000, 5), NOW);
    var late = NOW.plusSeconds(10);
    assertThat(ask("b", 2000, mark(0, 0), late))
        .isEqualTo(new Answer.Granted(LEAST, new Mark(777, 4, 40 + Mark.LEAP, 80_000, 6)));
    assertThat(ask("b", 2000, mark(0, 0), late.plusSeconds(1)))
        .isEqualTo(new Answer.Granted(LEAST, new Mark(777, 4, 40 + Mark.LEAP, 80_000, 6)));
  }

  @Test
  void whoGoesOnAfterItselfLeapsNowhere() {
    ask("a", 2000, new Mark(777, 3, 40, 80_000, 5), NOW);
    assertThat(ask("a", 2000, new Mark(777, 3, 41, 82_000, 5), NOW.plusSeconds(100)))
        .isEqualTo(new Answer.Granted(LEAST, new Mark(777, 3, 41, 82_000, 5)));
    assertThat(ask("a", 2000, mark(0, 0), NOW.plusSeconds(101)))
        .isEqualTo(new Answer.Granted(LEAST, new Mark(777, 3, 41, 82_000, 5)));
  }

  @Test
  void longSegmentsHaveLongLeases() {
    assertThat(ask("a", 6000, mark(0, 0), NOW))
        .isEqualTo(new Answer.Granted(Duration.ofSeconds(18), Mark.NONE));
  }

  @Test
  void aNodeThatStartsAgainGivesTheHolderTimeToRenew() {
    ask("a", 2000, mark(0, 5), NOW);
    store.close();
    store = new CatalogueStore(folder);
    var started = NOW.plusSeconds(100);
    leases = new Leases(store, LEAST, started);
    assertThat(ask("b", 2000, mark(0, 0), started.plusMillis(9_999)))
        .isInstanceOf(Answer.Held.class);
    assertThat(ask("a", 2000, mark(0, 9), started.plusMillis(9_999)))
        .isEqualTo(new Answer.Granted(LEAST, mark(0, 9)));
  }

  @Test
  void ofManyWhoAskAtOnceOneHasIt() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<Callable<Answer>>();
      for (int i = 0; i < 32; i++) {
        var webseed = "w" + i;
        asked.add(() -> ask(webseed, 2000, mark(0, 0), NOW));
      }
      int granted = 0;
      for (var answer : threads.invokeAll(asked)) {
        granted += answer.get() instanceof Answer.Granted ? 1 : 0;
      }
      assertThat(granted).isEqualTo(1);
    }
  }

  private Answer ask(String webseed, int targetMs, Mark mark, Instant now) {
    return leases.ask(CHANNEL, new LeaseRequest(webseed, SWARM, targetMs, mark), now);
  }

  private static Mark mark(int epoch, int number) {
    return new Mark(0, epoch, number, 0, 0);
  }
}
