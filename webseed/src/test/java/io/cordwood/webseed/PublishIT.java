package io.cordwood.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.heat.HeatLimits;
import io.cordwood.webseed.http.WebseedProcess;
import io.cordwood.webseed.publish.StoredTitle;
import io.cordwood.webseed.store.StoreLayout;
import io.cordwood.webseed.store.TitleDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishIT {
  private static final String NO_NODE = "http://127.0.0.1:9";
  private static final String FILM =
      "-f lavfi -i testsrc2=size=640x360:rate=30:duration=9.5 -f lavfi -i sine=sample_rate=44100:duration=9.5"
          + " -c:v libx264 -preset ultrafast -c:a aac";

  @TempDir Path folder;
  private StoreLayout store;

  @BeforeAll
  static void needFfmpeg() {
    Films.need("ffmpeg", "ffprobe");
  }

  @BeforeEach
  void chooseStore() {
    store = new StoreLayout(folder.resolve("data"));
  }

  @Test
  void aFilmBecomesATitleThatStockProgramsPlayAndFetch() throws Exception {
    Films.need("curl", "aria2c");
    try (var server =
        WebseedProcess.start(
            store, "127.0.0.1", 0, Optional.empty(), "unused", HeatLimits.of(100, 1L << 40))) {
      String url = "http://127.0.0.1:" + server.port();
      Path film = Films.make(folder.resolve("Two logs.mp4"), FILM);
      var run = publish(film, "--owner", "demo", "--webseed", url);
      assertThat(run.output())
          .contains("Published demo/two-logs.")
          .contains("Watch: " + NO_NODE + "/watch/demo/two-logs");
      assertThat(run.exitCode()).isZero();

      var title = StoredTitle.check(store, TitleId.parse("demo/two-logs"));
      assertThat(title.renditions()).extracting("name").containsExactly("360p", "240p");
      assertThat(title.renditions().getFirst().codecs())
          .matches("avc1\\.[0-9a-f]{6},mp4a\\.40\\.2");
      assertThat(title.durationMs()).isBetween(9_450L, 9_600L);
      assertThat(extinf(title, "360p")).startsWith("1.000000", "1.000000", "2.000000", "4.000000");
      String master = url + "/t/demo/two-logs/master.m3u8";
      assertProbed(master, title);
      assertPlayed(master);
      assertFetchedByAria2(url, title);
      assertFetchedByCurl(url);
    }
  }

  private void assertProbed(String master, TitleDocument title) throws Exception {
    var probe =
        Films.run(
            List.of(
                "ffprobe",
                "-v",
                "error",
                "-of",
                "csv=p=0",
                "-show_entries",
                "format=duration",
                master));
    assertThat(probe.exitCode()).isZero();
    double seconds = Double.parseDouble(probe.output().strip());
    assertThat(seconds * 1000).isBetween(title.durationMs() - 50.0, title.durationMs() + 50.0);
  }

  private static void assertPlayed(String master) throws Exception {
    for (String stream : List.of("0:v:0", "0:v:1", "0:a:0")) {
      var play =
          Films.run(
              List.of(
                  "ffmpeg",
                  "-nostdin",
                  "-v",
                  "warning",
                  "-xerror",
                  "-i",
                  master,
                  "-map",
                  stream,
                  "-f",
                  "null",
                  "-"));
      assertThat(play).isEqualTo(new Films.Run(0, ""));
    }
  }

  private void assertFetchedByAria2(String url, TitleDocument title) throws Exception {
    Path torrent = folder.resolve("title.torrent");
    Files.copy(store.title(title.id()).resolve(StoreLayout.TORRENT), torrent);
    Path fetched = Files.createDirectory(folder.resolve("fetched"));
    var run =
        Films.run(
            List.of(
                "aria2c",
                "--quiet",
                "--seed-time=0",
                "--enable-dht=false",
                "--enable-dht6=false",
                "--bt-enable-lpd=false",
                "--bt-exclude-tracker=*",
                "--listen-port=20000-60000",
                "--check-integrity=true",
                "--dir=" + fetched,
                torrent.toString()));
    assertThat(run).as(url).isEqualTo(new Films.Run(0, ""));
    for (String file : List.of("master.m3u8", "240p/init.mp4", "360p/seg-0001.m4s")) {
      assertThat(fetched.resolve("two-logs").resolve(file))
          .hasSameBinaryContentAs(store.title(title.id()).resolve(file));
    }
  }

  private void assertFetchedByCurl(String url) throws Exception {
    String segment = url + "/t/demo/two-logs/360p/seg-0001.m4s";
    Path part = folder.resolve("part");
    Path source = store.title(TitleId.parse("demo/two-logs")).resolve("360p/seg-0001.m4s");
    byte[] bytes = Files.readAllBytes(source);
    Files.write(part, Arrays.copyOf(bytes, 1000));
    var run = Films.run(List.of("curl", "-sSf", "-C", "-", "-o", part.toString(), segment));
    assertThat(run).isEqualTo(new Films.Run(0, ""));
    assertThat(part).hasBinaryContent(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          odd.mkv    | 320x242 | 4000 | -f lavfi -i testsrc2=size=321x243:rate=25:duration=4 -c:v libx264 -pix_fmt yuv444p -preset ultrafast
          still.mkv  | 320x240 | 3000 | -f lavfi -i color=size=320x240:rate=1:duration=3 -c:v ffv1
          wide.mkv   | 428x240 | 2000 | -f lavfi -i testsrc2=size=320x240:rate=25:duration=2 -vf setsar=4/3 -c:v ffv1
          vary.mkv   | 320x240 | 4000 | -f lavfi -i testsrc2=size=320x240:rate=30:duration=4 -vf select=lt(t\\,2)+not(mod(n\\,3)) -fps_mode vfr -c:v libx264 -preset ultrafast
          picture.gif| 320x240 | 2000 | -f lavfi -i testsrc2=size=320x240:rate=25:duration=2
          """)
  void unusualFilmsWorkToo(String name, String size, long durationMs, String arguments)
      throws Exception {
    Path film = Films.make(folder.resolve(name), arguments);
    assertThat(publish(film, "--slug", "unusual").exitCode()).isZero();
    var title = StoredTitle.check(store, TitleId.parse("home/unusual"));
    var top = title.renditions().getFirst();
    assertThat(top.width() + "x" + top.height()).isEqualTo(size);
    assertThat(top.codecs()).matches("avc1\\.[0-9a-f]{6}");
    assertThat(title.durationMs()).isBetween(durationMs - 150, durationMs + 150);
    assertPlayable(title);
  }

  @Test
  void aFilmThatIsTurnedStandsUpright() throws Exception {
    Path lying = Films.make(folder.resolve("lying.mp4"), FILM.replace("9.5", "2"));
    Path turned =
        Films.make(
            folder.resolve("turned.mp4"), "-i " + lying + " -c copy -metadata:s:v rotate=90");
    assertThat(publish(turned).exitCode()).isZero();
    var title = StoredTitle.check(store, TitleId.parse("home/turned"));
    assertThat(title.renditions()).extracting("width").containsExactly(360, 240);
    assertThat(title.renditions()).extracting("height").containsExactly(640, 426);
    assertPlayable(title);
  }

  @Test
  void anHlsPackageOfFfmpegIsTakenAsItIs() throws Exception {
    Path hls = Files.createDirectory(folder.resolve("package"));
    Films.make(
        hls.resolve("v%v/index.m3u8"),
        FILM
            + " -map 0:v -map 1:a -g 60 -f hls -hls_time 2 -hls_playlist_type vod -hls_segment_type fmp4"
            + " -master_pl_name master.m3u8 -var_stream_map v:0,a:0");
    var run = publish(hls);
    assertThat(run.output()).contains("Published home/package.");
    var title = StoredTitle.check(store, TitleId.parse("home/package"));
    assertThat(title.poster()).isEqualTo("poster.jpg");
    assertThat(title.renditions()).extracting("name").containsExactly("v0");
    assertThat(title.renditions().getFirst().segments()).isEqualTo(5);
    assertPlayable(title);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sound.m4a   | -f lavfi -i sine=duration=2 -c:a aac          | has sound but no moving picture; choose a film.
          picture.png | -f lavfi -i testsrc2=duration=1 -frames:v 1   | is a still picture; choose a film.
          """)
  void whatIsNoFilmIsRefusedAndLeavesNothing(String name, String arguments, String sentence)
      throws Exception {
    Path file = Films.make(folder.resolve(name), arguments);
    assertRefused(publish(file), sentence);
  }

  @Test
  void aBrokenFileIsRefusedAndLeavesNothing() throws Exception {
    Path junk = Files.write(folder.resolve("junk.mp4"), new byte[5_000]);
    assertRefused(publish(junk), "cannot be read as a film");
    Path whole = Films.make(folder.resolve("whole.mp4"), FILM + " -movflags +faststart");
    byte[] bytes = Files.readAllBytes(whole);
    Path half = Files.write(folder.resolve("half.mp4"), Arrays.copyOf(bytes, bytes.length / 3));
    assertRefused(publish(half), "is damaged: only");
  }

  @Test
  void aFolderWithoutAMasterPlaylistIsRefused() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertRefused(publish(empty), "has no master playlist");
  }

  @Test
  void aMissingFfmpegHasTheFixInItsSentence() throws Exception {
    Path file = Files.write(folder.resolve("film.mp4"), new byte[10]);
    assertRefused(
        publish(file, "--ffprobe", "no-such-program"),
        "no-such-program is missing. Install ffmpeg");
  }

  @Test
  void wrongUsageIsExitCodeTwo() throws Exception {
    assertThat(Cli.run("publish").exitCode()).isEqualTo(2);
    var run = Cli.run("publish", "film.mp4", "--owner", "Not A Name");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.output()).contains("An owner is 1 to 64 characters");
  }

  @Test
  void aStoredTitleIsNotReplaced() throws Exception {
    Path film = Films.make(folder.resolve("film.mp4"), FILM.replace("9.5", "1"));
    assertThat(publish(film).exitCode()).isZero();
    var again = publish(film);
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.output())
        .contains("cordwood: There is a title home/film already; choose another name with --slug.");
    StoredTitle.check(store, TitleId.parse("home/film"));
    assertThat(list(store.scratch())).isEmpty();
  }

  @Test
  void ctrlCLeavesNothing() throws Exception {
    Path film =
        Films.make(
            folder.resolve("long.mkv"),
            "-f lavfi -i testsrc2=size=1280x720:rate=30:duration=60 -c:v mjpeg");
    Process process = Cli.start(arguments(film));
    process.getOutputStream().close();
    try (var output = process.inputReader()) {
      assertThat(output.readLine()).isEqualTo("Encoding");
      Films.run(List.of("kill", "-INT", Long.toString(process.pid())));
      assertThat(String.join("\n", output.lines().toList()))
          .contains("cordwood: Stopped; nothing was published.")
          .doesNotContain("ffmpeg");
    }
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(list(store.scratch())).isEmpty();
    assertThat(list(store.titles())).isEmpty();
  }

  private void assertRefused(Films.Run run, String sentence) throws IOException {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains(sentence).doesNotContain("Exception").doesNotContain("\tat ");
    assertThat(run.output().lines().filter(line -> line.startsWith("cordwood: "))).hasSize(1);
    assertThat(list(store.scratch())).isEmpty();
    assertThat(list(store.titles())).isEmpty();
  }

  private void assertPlayable(TitleDocument title) throws Exception {
    Path master = store.title(title.id()).resolve(title.playlist());
    var play =
        Films.run(
            List.of(
                "ffmpeg",
                "-nostdin",
                "-v",
                "warning",
                "-xerror",
                "-i",
                master.toString(),
                "-f",
                "null",
                "-"));
    assertThat(play).isEqualTo(new Films.Run(0, ""));
  }

  private List<String> extinf(TitleDocument title, String rendition) throws IOException {
    Path playlist = store.title(title.id()).resolve(rendition + "/index.m3u8");
    return Files.readAllLines(playlist).stream()
        .filter(line -> line.startsWith("#EXTINF:"))
        .map(line -> line.replaceAll("#EXTINF:|,", ""))
        .toList();
  }

  private Films.Run publish(Path input, String... more) throws Exception {
    return Cli.run(arguments(input, more));
  }

  private String[] arguments(Path input, String... more) {
    var usual =
        Stream.of(
            "publish", input.toString(), "--data", store.data().toString(), "--node", NO_NODE);
    return Stream.concat(usual, Stream.of(more)).toArray(String[]::new);
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
