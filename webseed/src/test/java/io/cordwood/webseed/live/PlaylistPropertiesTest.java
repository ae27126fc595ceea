package io.cordwood.webseed.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.webseed.store.Body;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of the playlists of a channel whatever its publisher does. */
class PlaylistPropertiesTest {
  private static final List<String> RENDITIONS = List.of("240p", "480p", "720p");
  private static final int STEPS = 300;
  private static final int ONE_COMES_AT = 100;
  private static final int WINDOW = 5;

  @TempDir Path folder;
  private final Map<String, Listing> before = new HashMap<>();
  private final Map<String, Listing.Entry> told = new HashMap<>();
  private final Map<Long, Integer> discontinuities = new HashMap<>();
  private final TreeMap<Long, Long> times = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyPlaylistIsWholeAndSaysWhatTheOnesBeforeSaid(long seed) throws IOException {
    var random = new Random(seed);
    var config = Studio.config(WINDOW, seed % 2 * 30_000, seed % 3 > 0, 1L << 30);
    try (var studio = new Studio(folder, config, random)) {
      for (int step = 0; step < STEPS; step++) {
        act(studio, random, RENDITIONS.subList(0, step < ONE_COMES_AT ? 2 : 3));
        for (String rendition : RENDITIONS) {
          var text = studio.playlist(rendition);
          if (text.isPresent()) {
            check(studio, rendition, Listing.read(text.get()), "seed " + seed + ", step " + step);
          }
        }
      }
    }
    assertThat(told.values().stream().filter(Listing.Entry::gap)).hasSizeGreaterThan(5);
    assertThat(told.values().stream().filter(one -> !one.gap())).hasSizeGreaterThan(100);
    assertThat(told.values().stream().map(Listing.Entry::discontinuitySequence).distinct())
        .hasSizeGreaterThan(3);
  }

  private static void act(Studio studio, Random random, List<String> renditions) {
    var rendition = renditions.get(random.nextInt(renditions.size()));
    switch (random.nextInt(40)) {
      case 0 -> studio.restartPublisher();
      case 1 -> studio.restartWebseedIfItsInitsAreTaken();
      case 2, 3 -> studio.skip(rendition);
      case 4, 5 -> studio.endEarly(rendition);
      case 6 -> studio.sendAgain(rendition, true);
      case 7 -> studio.sendAgain(rendition, false);
      case 8 -> renditions.forEach(studio::cut);
      case 9, 10, 11 -> studio.pass(random.nextInt(3 * Studio.TARGET_MS));
      case 12, 13, 14, 15, 16 -> studio.send(rendition, 500 + random.nextInt(100_000));
      default -> {
        studio.pass(Studio.TARGET_MS);
        renditions.forEach(one -> studio.send(one, 500 + random.nextInt(1_000)));
      }
    }
  }

  private void check(Studio studio, String rendition, Listing now, String when) throws IOException {
    var last = before.put(rendition, now);
    if (last != null) {
      assertThat(now.mediaSequence()).as(when).isGreaterThanOrEqualTo(last.mediaSequence());
      assertThat(now.entries().getLast().sequence())
          .as(when)
          .isGreaterThanOrEqualTo(last.entries().getLast().sequence());
    }
    assertThat(now.entries().getFirst().gap()).as(when).isFalse();
    assertThat(now.entries().getLast().gap()).as(when).isFalse();
    for (var entry : now.entries()) {
      check(studio, rendition, now, entry, when + ", " + rendition + " " + entry.sequence());
    }
  }

  private void check(Studio studio, String rendition, Listing now, Listing.Entry entry, String when)
      throws IOException {
    assertThat(entry.uri()).as(when).matches("[0-9]+-" + entry.sequence() + "\\.(m4s|gap)");
    assertThat(Math.round(entry.seconds())).as(when).isLessThanOrEqualTo(now.targetSeconds());
    var first = told.putIfAbsent(rendition + entry.sequence(), entry);
    if (first != null) {
      assertThat(entry.uri()).as(when).isEqualTo(first.uri());
      assertThat(entry.gap()).as(when).isEqualTo(first.gap());
      assertThat(entry.discontinuitySequence())
          .as(when + ": discontinuity sequence")
          .isEqualTo(first.discontinuitySequence());
      if (!entry.gap()) {
        assertThat(entry.map()).as(when).isEqualTo(first.map());
      }
    }
    if (!entry.gap()) {
      assertThat(
              discontinuities.computeIfAbsent(entry.sequence(), _ -> entry.discontinuitySequence()))
          .as(when + ": discontinuity sequence of other renditions")
          .isEqualTo(entry.discontinuitySequence());
    }
    if (entry.gap()) {
      assertThat(studio.channel().find(rendition + "/" + entry.uri())).as(when).isEmpty();
      return;
    }
    assertThat(sizeOf(studio, rendition + "/" + entry.uri())).as(when).isPositive();
    assertThat(sizeOf(studio, rendition + "/" + entry.map())).as(when).isPositive();
    if (first == null) {
      assertThat(studio.runOf(rendition + "/" + entry.map()))
          .as(when + ": the init segment's run of the publisher")
          .isEqualTo(studio.runOf(rendition + "/" + entry.uri()));
    }
    entry.atMs().ifPresent(atMs -> checkTime(entry.sequence(), atMs, when));
  }

  /** The same number is the same time in all renditions, and time goes with numbers. */
  private void checkTime(long number, long atMs, String when) {
    assertThat(times.computeIfAbsent(number, _ -> atMs)).as(when).isEqualTo(atMs);
    var earlier = times.lowerEntry(number);
    var later = times.higherEntry(number);
    assertThat(earlier == null ? -1 : earlier.getValue()).as(when).isLessThan(atMs);
    assertThat(later == null ? Long.MAX_VALUE : later.getValue()).as(when).isGreaterThan(atMs);
  }

  private static long sizeOf(Studio studio, String path) throws IOException {
    var resource = studio.channel().find(path).orElseThrow(() -> new AssertionError(path));
    long onDisk = Files.size(((Body.OnDisk) resource.body()).file());
    assertThat(onDisk).as(path).isEqualTo(resource.representation().sizeBytes());
    return onDisk;
  }

  @Test
  void theDiskKeepsNoMoreThanItMayAndThePlaylistNamesOnlyWhatIsThere() throws IOException {
    long mostBytes = 200_000;
    try (var studio =
        new Studio(folder, Studio.config(3, 3_600_000, true, mostBytes), new Random(9))) {
      for (int i = 0; i < 40; i++) {
        studio.pass(Studio.TARGET_MS);
        RENDITIONS.forEach(one -> studio.send(one, 10_000));
        assertThat(bytesOfSegments()).isLessThanOrEqualTo(mostBytes);
        for (String rendition : RENDITIONS) {
          var now = Listing.read(studio.playlist(rendition).orElseThrow());
          check(studio, rendition, now, "segment " + i);
          assertThat(now.entries()).hasSizeLessThanOrEqualTo(20);
        }
      }
      assertThat(before.get("240p").mediaSequence()).isGreaterThan(20);
      assertThat(before.get("240p").entries()).hasSizeGreaterThan(5);
    }
  }

  private long bytesOfSegments() throws IOException {
    try (var files = Files.walk(folder.resolve("live/demo/news/files"))) {
      return files
          .filter(file -> file.toString().endsWith(".m4s"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
