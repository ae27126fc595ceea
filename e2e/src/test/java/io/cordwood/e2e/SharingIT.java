package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.EngineStats;
import io.cordwood.bench.harness.Viewer;
import io.cordwood.bench.harness.ViewerReport;
import io.cordwood.bench.harness.ViewerReport.SegmentReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Viewers who give one another what they watch. */
@ExtendWith(WithWorld.class)
class SharingIT {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final Duration TO_THE_END = Duration.ofMinutes(4);
  private static final Duration APART = Duration.ofSeconds(2);
  private static final String RUNG = "360p";

  @Test
  void theSecondOfTwoViewersGetsTheFilmFromTheFirst(World world) {
    var title = "demo/" + World.OPENING;
    var before = world.servers().counters().of(title);
    var first = world.lab().watch("first", opening(world).horizonSeconds(600));
    var pieces = World.pieces(world.opening(), RUNG);
    first.await("holds the film", TO_THE_END, r -> r.stats().piecesHeld() >= pieces);

    var second = world.lab().watch("second", opening(world));
    second.await("gets from a peer", SOON, r -> r.stats().bytesFromPeers() > 0);
    world.picture(second, "two-viewers");
    var end = second.awaitEnd(TO_THE_END);

    var filmBytes = world.opening().bytes(RUNG);
    assertThat(end.stats().bytesFromPeers()).isGreaterThanOrEqualTo((long) (0.8 * filmBytes));
    assertThat(first.stats().bytesToPeers())
        .isGreaterThanOrEqualTo((long) (0.97 * end.stats().bytesFromPeers()));
    assertThat(end.unfed()).isEmpty();
    assertThat(end.failures()).isEmpty();
    Audit.everyByteShownIsTheFilms(end, world.opening());
    countersAgree(
        world.servers().counters().of(title) - before, List.of(first.report(), second.report()));
  }

  @Test
  void whoHasSwitchedGivingOffGivesNothingUntilItIsOnAgain(World world) {
    var first = world.lab().watch("first", opening(world).horizonSeconds(600));
    var pieces = World.pieces(world.opening(), RUNG);
    first.page().evaluate("() => viewer.element.engine.setUpload(false)");
    first.await("holds the film", TO_THE_END, r -> r.stats().piecesHeld() >= pieces);

    var second = world.lab().watch("second", opening(world).with("no-upload", ""));
    var alone =
        second.await(
            "plays with a peer", SOON, r -> r.stats().peers() > 0 && r.currentSeconds() > 4);
    assertThat(alone.stats().bytesFromPeers()).isZero();
    assertThat(alone.unfed()).isEmpty();
    assertThat(first.stats().bytesToPeers()).isZero();

    first.page().evaluate("() => viewer.element.engine.setUpload(true)");
    var third = world.lab().watch("third", opening(world));
    third.await("gets from the first", SOON, r -> r.stats().bytesFromPeers() > 0);
    assertThat(first.stats().bytesToPeers()).isPositive();
    assertThat(second.stats().bytesToPeers()).isZero();
  }

  @Test
  void eightViewersWhoComeTwoSecondsApartAllSeeTheEnd(World world) {
    var title = "demo/" + World.OPENING;
    var before = world.servers().counters().of(title);
    var viewers = new ArrayList<Viewer>();
    var start = System.nanoTime();
    for (var i = 0; i < 8; i++) {
      World.arriveAt(start, i, APART);
      viewers.add(world.lab().watch("viewer " + (i + 1), opening(world)));
    }
    var ends = viewers.stream().map(v -> v.awaitEnd(TO_THE_END)).toList();
    var sent = world.servers().counters().of(title) - before;

    assertThat(ends).allSatisfy(end -> assertThat(end.failures()).isEmpty());
    ends.forEach(end -> Audit.everyByteShownIsTheFilms(end, world.opening()));
    assertThat(ends.stream().map(ViewerReport::unfed))
        .allSatisfy(unfed -> assertThat(unfed).isEmpty());
    assertThat(sent).as("bytes of the webseed").isLessThanOrEqualTo(mostBytes(world, 8));
    countersAgree(sent, viewers.stream().map(Viewer::report).toList());
  }

  @Test
  void aSeekGoesOnWithThePiecesOfTheOther(World world) {
    var first = world.lab().watch("first", film(world));
    first.awaitFirstFrame(SOON);
    first.seek(72);
    first.await("has the end", SOON, r -> r.bufferedUntilSeconds() > 95);
    var second = world.lab().watch("second", film(world));
    second.await("has a peer", SOON, r -> r.stats().peers() > 0 && r.currentSeconds() > 1);

    second.seek(74);
    var there = second.await("plays after the seek", SOON, r -> r.currentSeconds() > 78);
    world.picture(second, "after-a-seek");

    assertThat(there.failures()).isEmpty();
    var next = there.segments().stream().filter(s -> isAfterSeek(s.url())).toList();
    assertThat(next).isNotEmpty();
    assertThat(next.stream().mapToLong(SegmentReport::bytesFromPeers).sum())
        .as("of the segments after the one that was waited for")
        .isGreaterThanOrEqualTo((long) (0.8 * next.stream().mapToLong(SegmentReport::bytes).sum()));
    Audit.everyByteShownIsTheFilms(there, world.film());
  }

  @Test
  void anotherQualityComesFromAPeerToo(World world) {
    var holder = world.lab().watch("holder", film(world).pinned("480p"));
    holder.await("is ahead", SOON, r -> r.bufferedUntilSeconds() > 25);
    var viewer = world.lab().watch("viewer", film(world));
    viewer.await("sees 240 lines", SOON, r -> r.height() == 240 && r.currentSeconds() > 1);

    viewer.pin("480p");
    var sharp = viewer.await("sees 480 lines", SOON, r -> r.height() == 480);
    var on = viewer.await("plays on", SOON, r -> r.currentSeconds() > sharp.currentSeconds() + 3);
    world.picture(viewer, "another-quality");

    assertThat(on.failures()).isEmpty();
    assertThat(on.segments().stream().filter(s -> s.url().contains("/480p/")))
        .isNotEmpty()
        .anySatisfy(s -> assertThat(s.bytesFromPeers()).isEqualTo(s.bytes()));
    Audit.everyByteShownIsTheFilms(on, world.film());
  }

  @Test
  void whatIsBroughtInAdvanceIsOfTheQualityThatThePlayerTakesNext(World world) {
    var holder = world.lab().watch("holder", film(world).pinned("480p"));
    holder.awaitFirstFrame(SOON);
    holder.seek(31);
    holder.await("holds what comes", SOON, r -> r.bufferedUntilSeconds() >= 60);
    holder.pause();
    var viewer = world.lab().watch("viewer", film(world));
    viewer.awaitFirstFrame(SOON);
    viewer.pause();
    var before =
        viewer.await(
            "has a full buffer", SOON, r -> r.bufferedUntilSeconds() - r.currentSeconds() >= 30);
    assertThat(before.stats().peers()).isPositive();
    assertThat(before.stats().bytesFromPeers()).isZero();

    viewer
        .page()
        .evaluate(
            "() => Object.assign(viewer.element.attached.hls, { loadLevel: -1, nextAutoLevel: 2 })"
                + " && undefined");
    var after =
        viewer.await(
            "gets the next quality in advance", SOON, r -> r.stats().bytesFromPeers() > 500_000);

    assertThat(after.segments()).as("given to the player").hasSameSizeAs(before.segments());
    assertThat(holder.stats().bytesToPeers()).isGreaterThan(500_000);
  }

  /**
   * One film for all, for each viewer who comes later the first segment, which nobody waits for,
   * and two fifths of this short film in all for what does not go as planned.
   */
  private static long mostBytes(World world, int viewers) {
    var first = world.opening().segments(RUNG).getFirst().sizeBytes();
    return (long) (1.4 * world.opening().bytes(RUNG)) + (viewers - 1) * first;
  }

  /** The seek goes into the 21st segment, which begins at 72 s. */
  private static boolean isAfterSeek(String url) {
    return Integer.parseInt(url.replaceAll(".*seg-(\\d+)\\.m4s", "$1")) > 21;
  }

  /**
   * The webseed's own counter and those of the viewers, which nobody but they themselves have added
   * up.
   */
  private static void countersAgree(long sentBytes, List<ViewerReport> reports) {
    var received =
        reports.stream().map(ViewerReport::stats).mapToLong(EngineStats::bytesFromWebseeds).sum();
    assertThat(received)
        .as("viewers' count against the webseed's")
        .isBetween((long) (0.97 * sentBytes), (long) (1.03 * sentBytes));
  }

  private static Embed opening(World world) {
    return Embed.of(world.servers(), World.OPENING).pinned(RUNG);
  }

  private static Embed film(World world) {
    return Embed.of(world.servers(), World.FILM).pinned("240p");
  }
}
