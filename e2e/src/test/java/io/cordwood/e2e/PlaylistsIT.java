package io.cordwood.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.bench.harness.Embed;
import io.cordwood.bench.harness.Film;
import io.cordwood.bench.harness.Viewer;
import io.cordwood.bench.harness.ViewerReport;
import io.cordwood.bench.harness.ViewerReport.SegmentReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Playlists that our own publishing does not write, from a site of somebody's own. */
@ExtendWith(WithWorld.class)
class PlaylistsIT {
  private static final Duration TO_THE_END = Duration.ofMinutes(4);
  private static final String RUNG = "240p";

  /** How fast films play here. */
  private static final double TIMES = 2;

  private static final String WORDS = "A hundred people bring two logs each.";

  /** As ffmpeg writes it with {@code -hls_flags single_file} (RFC 8216 §4.3.2.2). */
  @Test
  void aFilmWhoseSegmentsAreRangesOfOneFilePlays(World world) throws IOException {
    var file = new ByteArrayOutputStream();
    var playlist = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n");
    file.write(bytes(world.opening(), RUNG + "/init.mp4"));
    playlist.append("#EXT-X-MAP:URI=\"film.mp4\",BYTERANGE=\"%d@0\"\n".formatted(file.size()));
    for (var segment : world.opening().segments(RUNG)) {
      playlist.append("#EXTINF:" + segment.durationSeconds() + ",\n");
      playlist.append("#EXT-X-BYTERANGE:" + segment.sizeBytes() + "@" + file.size() + "\n");
      playlist.append("film.mp4\n");
      file.write(bytes(world.opening(), segment.uri()));
    }
    playlist.append("#EXT-X-ENDLIST\n");
    world.lab().site().file("/ranges/film.mp4", file.toByteArray());
    var src = world.lab().site().page("/ranges/index.m3u8", playlist.toString());

    var viewer = world.lab().watch("ranges", player(world).with("src", src));
    viewer.speed(TIMES);
    var end = viewer.awaitEnd(TO_THE_END);

    playedWell(viewer, end);
    assertThat(end.segments())
        .extracting(SegmentReport::sha256)
        .containsExactlyInAnyOrderElementsOf(
            world.opening().segments(RUNG).stream().map(Film.Segment::sha256).toList());
    assertThat(end.stats().bytesFromWebseeds()).isEqualTo(world.opening().bytes(RUNG));
    assertThat(loaded(viewer, "/client/hls.mjs")).as("the full player").isFalse();
  }

  /** The light hls.js knows no subtitles. */
  @Test
  void aFilmWithSubtitlesPlaysWithThemInTheFullPlayer(World world) throws IOException {
    var site = world.lab().site();
    site.page("/words/words.vtt", "WEBVTT\n\n00:00:00.000 --> 00:00:24.000\n" + WORDS + "\n");
    site.page(
        "/words/words.m3u8",
        "#EXTM3U\n#EXT-X-TARGETDURATION:24\n#EXTINF:24,\nwords.vtt\n#EXT-X-ENDLIST\n");
    var src = site.page("/words/master.m3u8", withSubtitles(world));

    var viewer =
        world
            .lab()
            .watch(
                "words", player(world).with("src", src).with("title-id", "demo/" + World.OPENING));
    viewer.speed(TIMES);
    var end = viewer.awaitEnd(TO_THE_END);

    playedWell(viewer, end);
    Audit.everyByteShownIsTheFilms(end, world.opening());
    assertThat(loaded(viewer, "/client/hls.mjs")).as("the full player").isTrue();
    assertThat(cues(viewer)).contains(WORDS);
  }

  /** The published master playlist, with subtitles beside it and its own addresses absolute. */
  private static String withSubtitles(World world) throws IOException {
    var master = world.servers().playlist(World.OPENING);
    var folder = master.substring(0, master.lastIndexOf('/') + 1);
    var subtitles =
        "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"words\",NAME=\"English\",LANGUAGE=\"en\","
            + "DEFAULT=YES,AUTOSELECT=YES,URI=\"words.m3u8\"\n";
    return Files.readAllLines(world.opening().folder().resolve("master.m3u8")).stream()
        .map(
            line ->
                line.startsWith("#EXT-X-STREAM-INF:")
                    ? line + ",SUBTITLES=\"words\""
                    : line.startsWith("#") ? line : folder + line)
        .collect(Collectors.joining("\n", "", "\n"))
        .replace("#EXT-X-INDEPENDENT-SEGMENTS\n", "#EXT-X-INDEPENDENT-SEGMENTS\n" + subtitles);
  }

  private static void playedWell(Viewer viewer, ViewerReport end) {
    assertThat(end.failures()).isEmpty();
    assertThat(end.unfed()).isEmpty();
    assertThat(viewer.console()).noneMatch(line -> line.startsWith("thrown"));
  }

  private static boolean loaded(Viewer viewer, String end) {
    var script =
        "end => performance.getEntriesByType('resource').some((one) => one.name.endsWith(end))";
    return (boolean) viewer.page().evaluate(script, end);
  }

  @SuppressWarnings("unchecked")
  private static List<String> cues(Viewer viewer) {
    var script =
        "() => [...viewer.video.textTracks].flatMap((track) => [...(track.cues ?? [])].map((cue) => cue.text))";
    return (List<String>) viewer.page().evaluate(script);
  }

  private static byte[] bytes(Film film, String file) throws IOException {
    return Files.readAllBytes(film.folder().resolve(file));
  }

  private static Embed player(World world) {
    return Embed.of(world.servers(), World.OPENING).pinned(RUNG);
  }
}
