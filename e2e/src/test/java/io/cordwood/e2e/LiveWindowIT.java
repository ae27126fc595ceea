package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Viewer;
import io.cordwood.bench.harness.ViewerReport;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a channel's window holds and lacks, as viewers meet it. */
@ExtendWith(WithWorld.class)
class LiveWindowIT {
  private static final String RUNG = "240p";

  /** For each of so many a pinned viewer takes one segment of another quality, or two. */
  private static final int GAPS = 3;

  @Test
  void viewersGoOverWhatTheEncoderDidNotSend(World world) {
    var channel = Publisher.begin(world.servers(), "gaps", world.footage(), 5);
    var pinned = world.lab().watch("pinned", player(world, "gaps").pinned(RUNG));
    var free = world.lab().watch("free", player(world, "gaps"));
    var viewers = List.of(pinned, free);
    viewers.forEach(viewer -> channel.await(viewer, "plays", r -> r.currentSeconds() > 1));

    int skipped = channel.next();
    channel.skipNext(RUNG);
    channel.await(pinned, "has what follows", shows(RUNG, skipped + 1));
    int broken = channel.next();
    channel.breakNext(RUNG);
    channel.await(pinned, "has what follows", shows(RUNG, broken + 2));
    assertThat(channel.playlist(RUNG))
        .contains("#EXT-X-GAP", "0-" + skipped + ".gap", "0-" + broken + ".gap")
        .doesNotContain("0-" + skipped + ".m4s", "0-" + broken + ".m4s");
    assertThat(channel.playlist("120p")).contains("0-" + skipped + ".m4s").doesNotContain("GAP");

    int missing = channel.next();
    Footage.RENDITIONS.forEach(channel::skipNext);
    for (var viewer : viewers) {
      channel.await(viewer, "has what follows what nobody has", shows("", missing + 1));
      var end = channel.await(viewer, "plays that", playsOn(viewer.report(), 6));
      assertThat(end.failures()).isEmpty();
      assertThat(viewer.console()).noneMatch(line -> line.startsWith("thrown"));
    }
    channel.await(pinned, "is in its own quality again", shows(RUNG, missing + 2));
    assertThat(shown(pinned, RUNG)).contains(skipped + 1, broken + 1);
    assertThat(shown(pinned, "120p")).hasSizeLessThanOrEqualTo(2 * GAPS);

    pinned.pin("120p");
    channel.await(pinned, "has another rendition", shows("120p", missing + 2));
    var end = channel.await(pinned, "plays it", playsOn(pinned.report(), 4));
    assertThat(end.failures()).isEmpty();
    Audit.everyByteShownIsTheChannels(viewers);
  }

  @Test
  void whoComesLateGoesBackOrWasAwayForLongerThanTheWindowPlaysOn(World world) {
    var channel = Publisher.begin(world.servers(), "window", world.footage(), 20, "--dvr", "30s");
    var first = world.lab().watch("first", player(world, "window").pinned(RUNG));
    channel.await(first, "plays", r -> r.currentSeconds() > 1);

    var late = world.lab().watch("late", player(world, "window").pinned(RUNG));
    channel.await(late, "plays", r -> r.currentSeconds() > 1);
    channel.await(late, "gets from a peer", r -> r.stats().bytesFromPeers() > 0);

    int oldest = channel.oldest(RUNG);
    var before = late.report().segments().size();
    late.page()
        .evaluate("() => { viewer.video.currentTime = viewer.video.seekable.start(0) + 4; }");
    channel.await(late, "has what it went back to", r -> r.segments().size() > before + 1);
    var back = late.report();
    assertThat(back.segments().stream().skip(before).map(one -> numberOf(one.url())))
        .anyMatch(number -> number <= oldest + 3);
    channel.await(late, "plays there", playsOn(back, 3));

    first.pause();
    int away = channel.next();
    channel.burst(40);
    first.play();
    channel.await(first, "is where the channel is", shows(RUNG, away + 35));
    var again = channel.await(first, "plays there", playsOn(first.report(), 4));
    assertThat(again.unfed()).hasSizeLessThanOrEqualTo(1);
    assertThat(again.failures()).isEmpty();
    assertThat(late.report().failures()).isEmpty();
    Audit.everyByteShownIsTheChannels(List.of(first, late));
  }

  @Test
  void viewersShareOnWhereIndicesOnTheWireBeginAnew(World world) {
    int anew = 1 << 20;
    var channel = Publisher.goOn(world.servers(), "anew", world.footage(), 4, anew - 20);
    var first = world.lab().watch("first", player(world, "anew").pinned(RUNG));
    var second = world.lab().watch("second", player(world, "anew").pinned(RUNG));
    var viewers = List.of(first, second);
    for (var viewer : viewers) {
      channel.await(viewer, "plays", r -> r.currentSeconds() > 1);
      channel.await(viewer, "has a peer", r -> r.stats().peers() > 0);
    }
    assertThat(channel.next()).as("still before that").isLessThan(anew);
    channel.await(first, "has what comes after that", shows(RUNG, anew + 4));
    channel.await(second, "has what comes after that", shows(RUNG, anew + 4));
    for (int number = anew - 1; number <= anew + 3; number++) {
      assertThat(brought(viewers, number)).as("from peers of %d", number).isPositive();
    }
    Audit.everyByteShownIsTheChannels(viewers);
    for (var viewer : viewers) {
      var end = viewer.report();
      assertThat(end.failures()).isEmpty();
      assertThat(end.stats().badPieces() + end.stats().bannedPeers()).isZero();
    }
  }

  /** Bytes of a segment that came from peers. */
  private static long brought(List<Viewer> viewers, int number) {
    return viewers.stream()
        .flatMap(viewer -> viewer.report().segments().stream())
        .filter(one -> one.url().contains("/" + RUNG + "/") && numberOf(one.url()) == number)
        .mapToLong(ViewerReport.SegmentReport::bytesFromPeers)
        .sum();
  }

  private static List<Integer> shown(Viewer viewer, String rendition) {
    return viewer.report().segments().stream()
        .filter(one -> one.url().contains("/" + rendition + "/"))
        .map(one -> numberOf(one.url()))
        .toList();
  }

  /** Has a segment from {@code number} on, of this rendition or, without one, of any. */
  private static Predicate<ViewerReport> shows(String rendition, int number) {
    var folder = rendition.isEmpty() ? "/" : "/" + rendition + "/";
    return report ->
        report.segments().stream()
            .anyMatch(one -> one.url().contains(folder) && numberOf(one.url()) >= number);
  }

  private static int numberOf(String url) {
    return Integer.parseInt(url.replaceAll(".*/\\d+-(\\d+)\\.\\w+$", "$1"));
  }

  private static Predicate<ViewerReport> playsOn(ViewerReport from, double seconds) {
    return report -> report.currentSeconds() > from.currentSeconds() + seconds;
  }

  private static Embed player(World world, String slug) {
    return Embed.of(world.servers(), slug);
  }
}
