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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Playlists that our own publishing does not write, from a site of somebody's own. */
@ExtendWith(WithWorld.class)
class PlaylistsIT {
  private static final Duration TO_THE_END = Duration.ofMinutes(4);
  private static final String RUNG = "240p";

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
    var end = viewer.awaitEnd(TO_THE_END);

    playedWell(viewer, end);
    assertThat(end.segments())
        .extracting(SegmentReport::sha256)
        .containsExactlyInAnyOrderElementsOf(
            world.opening().segments(RUNG).stream().map(Film.Segment::sha256).toList());
    assertThat(end.stats().bytesFromWebseeds()).isEqualTo(world.opening().bytes(RUNG));
    assertThat(loaded(viewer, "/client/hls.mjs")).as("the full player").isFalse();
  }

  private static void playedWell(Viewer viewer, ViewerReport end) {
    assertThat(end.failures()).isEmpty();
    assertThat(end.unfedStalls()).isZero();
    assertThat(viewer.console()).noneMatch(line -> line.startsWith("thrown"));
  }

  private static boolean loaded(Viewer viewer, String end) {
    var script =
        "end => performance.getEntriesByType('resource').some((one) => one.name.endsWith(end))";
    return (boolean) viewer.page().evaluate(script, end);
  }

  private static byte[] bytes(Film film, String file) throws IOException {
    return Files.readAllBytes(film.folder().resolve(file));
  }

  private static Embed player(World world) {
    return Embed.of(world.servers(), World.OPENING).pinned(RUNG);
  }
}
