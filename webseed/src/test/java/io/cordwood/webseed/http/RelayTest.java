package io.cordwood.webseed.http;

import static io.cordwood.webseed.http.LiveSeed.BASE;
import static io.cordwood.webseed.http.LiveSeed.CHANNEL;
import static io.cordwood.webseed.http.LiveSeed.SEGMENT_BYTES;
import static io.cordwood.webseed.http.LiveSeed.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A webseed that serves the channel of another one. */
class RelayTest {
  private static final int WINDOW = 4;
  private static final int PIECE_BYTES = 16_384;
  private static final String NEWEST = BASE + "240p/0-3.m4s";
  private static final String PULLS = "cordwood_webseed_relay_pulls_total";

  @TempDir Path folder;
  private LiveSeed ingest;
  private CountingProxy between;
  private LiveSeed relay;

  @BeforeEach
  void start() throws Exception {
    ingest = LiveSeed.ingest(folder.resolve("ingest"), WINDOW);
    ingest.begin();
    ingest.publish(0, 2);
    between = new CountingProxy(ingest.port());
    relay = LiveSeed.other(folder.resolve("relay"), 1L << 30);
    tell();
  }

  private void tell() throws IOException {
    relay.process().relays().update(List.of(ingest.known(between.port())));
  }

  @AfterEach
  void stop() {
    relay.close();
    between.close();
    ingest.close();
  }

  @Test
  void whatTheOtherTakesInIsServedHereAsItIsThere() throws Exception {
    for (var file : List.of("master.m3u8", "240p/index.m3u8", "240p/0-init.mp4", "240p/0-2.m4s")) {
      var here = relay.get(BASE + file);
      var there = ingest.get(BASE + file);
      assertThat(here.statusCode()).as(file).isEqualTo(200);
      assertThat(here.body()).as(file).isEqualTo(there.body());
      for (var header : List.of("ETag", "Cache-Control", "Content-Type")) {
        assertThat(here.headers().firstValue(header)).isEqualTo(there.headers().firstValue(header));
      }
    }
    var part = relay.get(NEWEST, "Range", "bytes=100-299");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(segment(2), 100, 300));
    assertThat(relay.get(BASE + ".cordwood/signed/240p/0-3.m4s").body())
        .isEqualTo(ingest.get(BASE + ".cordwood/signed/240p/0-3.m4s").body());
    assertThat(relay.process().titles().refresh()).containsExactly(CHANNEL);
    assertThat(relay.metric("cordwood_webseed_relay_bytes_total{title=\"demo/news\"}"))
        .isGreaterThan(SEGMENT_BYTES);
  }

  @Test
  void aHundredWhoAskAtOnceAreOneRequest() throws Exception {
    assertThat(relay.get(BASE + "240p/index.m3u8").statusCode()).isEqualTo(200);
    double before = joined();
    between.hold();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<Future<HttpResponse<byte[]>>>();
      for (int i = 0; i < 100; i++) {
        Callable<HttpResponse<byte[]>> ask = () -> relay.get(NEWEST);
        asked.add(threads.submit(ask));
      }
      LiveSeed.await("all the others wait for the first", () -> joined() == before + 99);
      between.release();
      for (var one : asked) {
        assertThat(one.get().statusCode()).isEqualTo(200);
        assertThat(one.get().body()).isEqualTo(segment(2));
      }
    }
    assertThat(between.asked(NEWEST)).isEqualTo(1);
    assertThat(relay.get(NEWEST).statusCode()).isEqualTo(200);
    assertThat(between.asked(NEWEST)).isEqualTo(1);
  }

  private double joined() {
    try {
      return relay.metric(PULLS + "{outcome=\"joined\",title=\"demo/news\"}");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatTheChannelDidNotSignIsNotServed() throws Exception {
    between.change(
        bytes -> {
          byte[] changed = bytes.getBytes();
          changed[SEGMENT_BYTES / 2] ^= 1;
          return Buffer.buffer(changed);
        });
    var refused = relay.get(NEWEST, "Range", "bytes=%d-".formatted(SEGMENT_BYTES / 2));
    assertThat(refused.statusCode()).isEqualTo(502);
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(refused.headers().firstValue("Content-Range")).isEmpty();
    assertThat(new String(refused.body())).contains("Get it from peers or another webseed");
    assertThat(relay.metric(PULLS + "{outcome=\"wrong\",title=\"demo/news\"}")).isEqualTo(1);
    assertBreaksOff(relay.begin(NEWEST), 2 * PIECE_BYTES);
    assertThat(relay.metric(PULLS + "{outcome=\"wrong\",title=\"demo/news\"}")).isEqualTo(2);
    between.change(bytes -> bytes.setByte(0, (byte) ~bytes.getByte(0)));
    assertThat(relay.get(NEWEST).statusCode()).isEqualTo(502);
    between.change(bytes -> bytes.getBuffer(0, bytes.length() - 1));
    assertThat(relay.get(NEWEST).statusCode()).isEqualTo(502);
    between.change(bytes -> bytes.appendByte((byte) 1));
    assertThat(relay.get(NEWEST).statusCode()).isEqualTo(502);
    between.change(bytes -> bytes);
    assertThat(relay.get(NEWEST).body()).isEqualTo(segment(2));
  }

  /** What comes is the segment's beginning, no more of it than is right, and it says no end. */
  private static void assertBreaksOff(HttpResponse<InputStream> answer, int most)
      throws IOException {
    var came = new ByteArrayOutputStream();
    assertThat(answer.statusCode()).isEqualTo(200);
    try (var body = answer.body()) {
      assertThatThrownBy(() -> body.transferTo(came)).isInstanceOf(IOException.class);
    }
    assertThat(came.size()).isLessThanOrEqualTo(most);
    assertThat(came.toByteArray()).isEqualTo(Arrays.copyOf(segment(2), came.size()));
  }

  @Test
  void whatStillComesIsAnsweredAsFarAsItIsHereAndAsItComes() throws Exception {
    assertThat(relay.get(BASE + "240p/index.m3u8").statusCode()).isEqualTo(200);
    double before = joined();
    between.stopAfter(3 * PIECE_BYTES + 100);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var whole = relay.begin(NEWEST).body()) {
      assertThat(whole.readNBytes(3 * PIECE_BYTES))
          .isEqualTo(Arrays.copyOf(segment(2), 3 * PIECE_BYTES));

      var here = relay.get(NEWEST, "Range", "bytes=100-40099");
      assertThat(here.statusCode()).isEqualTo(206);
      assertThat(here.body()).isEqualTo(Arrays.copyOfRange(segment(2), 100, 40_100));
      assertThat(here.headers().firstValue("ETag"))
          .isEqualTo(ingest.get(NEWEST).headers().firstValue("ETag"));

      var over = relay.begin(NEWEST, "Range", "bytes=40000-69999");
      assertThat(over.statusCode()).isEqualTo(206);
      assertThat(over.headers().firstValue("Content-Range")).contains("bytes 40000-69999/90000");
      int ready = 3 * PIECE_BYTES - 40_000;
      assertThat(over.body().readNBytes(ready))
          .isEqualTo(Arrays.copyOfRange(segment(2), 40_000, 3 * PIECE_BYTES));

      var end = threads.submit(() -> relay.get(NEWEST, "Range", "bytes=-500"));
      var parts = threads.submit(() -> relay.get(NEWEST, "Range", "bytes=0-9,80000-80009"));
      LiveSeed.await("all go along with the first", () -> joined() == before + 4);
      assertThat(end.isDone()).isFalse();
      between.release();
      assertThat(whole.readAllBytes())
          .isEqualTo(Arrays.copyOfRange(segment(2), 3 * PIECE_BYTES, SEGMENT_BYTES));
      assertThat(over.body().readAllBytes())
          .isEqualTo(Arrays.copyOfRange(segment(2), 3 * PIECE_BYTES, 70_000));
      assertThat(end.get().body())
          .isEqualTo(Arrays.copyOfRange(segment(2), SEGMENT_BYTES - 500, SEGMENT_BYTES));
      assertThat(parts.get().statusCode()).isEqualTo(206);
      assertThat(latin(parts.get().body()))
          .contains(latin(Arrays.copyOf(segment(2), 10)))
          .contains(latin(Arrays.copyOfRange(segment(2), 80_000, 80_010)));
    }
    assertThat(relay.get(NEWEST).body()).isEqualTo(segment(2));
    assertThat(between.asked(NEWEST)).isEqualTo(1);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void whatBreaksOffThereIsBrokenOffHereAndAskedForAgain() throws Exception {
    assertThat(relay.get(BASE + "240p/index.m3u8").statusCode()).isEqualTo(200);
    double before = joined();
    between.stopAfter(PIECE_BYTES + 100);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var whole = relay.begin(NEWEST);
      var end = threads.submit(() -> relay.get(NEWEST, "Range", "bytes=-500"));
      LiveSeed.await("the other goes along", () -> joined() == before + 1);
      between.cut();
      assertBreaksOff(whole, PIECE_BYTES);
      assertThat(end.get().statusCode()).isEqualTo(502);
      assertThat(end.get().headers().firstValue("Retry-After")).contains("1");
    }
    assertThat(heldBytes()).isZero();
    LiveSeed.await("it is asked again", () -> status(NEWEST) == 200);
    assertThat(relay.get(NEWEST).body()).isEqualTo(segment(2));
  }

  @Test
  void recordsOfAnotherKeyAreRefused() throws Exception {
    try (var stranger = LiveSeed.ingest(folder.resolve("stranger"), WINDOW)) {
      var told = stranger.known(between.port());
      relay.process().relays().update(List.of(told));
      assertThat(relay.get(BASE + "240p/index.m3u8").statusCode()).isEqualTo(502);
      assertThat(relay.get(NEWEST).statusCode()).isEqualTo(502);
    }
  }

  @Test
  void aNewSegmentIsThereBeforeThePlaylistHereIsOld() throws Exception {
    assertThat(relay.text(BASE + "240p/index.m3u8")).contains("0-3.m4s");
    ingest.publish(3, 3);
    assertThat(relay.get(BASE + "240p/0-4.m4s").body()).isEqualTo(segment(3));
  }

  @Test
  void namesThatNobodyHasCostTheOtherNoMoreThanItsPlaylists() throws Exception {
    assertThat(relay.get(BASE + "240p/0-999.m4s").statusCode()).isEqualTo(404);
    int before = between.askedInAll();
    for (var name :
        List.of("240p/x.m4s", "../secret", "240p/3.m4s", "720p/index.m3u8", "720p/0-1.m4s", "a")) {
      assertThat(relay.get(BASE + name).statusCode()).as(name).isBetween(400, 404);
    }
    assertThat(between.askedInAll() - before).isLessThanOrEqualTo(1);
    assertThat(between.asked(BASE + "240p/0-999.m4s")).isZero();
    assertThat(between.asked(BASE + "720p/index.m3u8")).isZero();
  }

  @Test
  void anOtherThatIsBusyOrAwayIsToldOfAndWhatIsHereIsServed() throws Exception {
    var playlist = relay.text(BASE + "240p/index.m3u8");
    assertThat(relay.get(BASE + "240p/0-2.m4s").statusCode()).isEqualTo(200);
    between.refuse(503);
    var busy = relay.get(NEWEST);
    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(busy.headers().firstValue("Retry-After")).contains("7");
    between.refuse(0);
    ingest.close();
    assertThat(relay.get(NEWEST).statusCode()).isEqualTo(502);
    assertThat(relay.get(BASE + "240p/0-2.m4s").body()).isEqualTo(segment(1));
    assertThat(relay.text(BASE + "240p/index.m3u8")).isEqualTo(playlist);
    ingest.startAgain();
    LiveSeed.await("it is asked again", () -> status(NEWEST) == 200);
    assertThat(relay.get(NEWEST).body()).isEqualTo(segment(2));
  }

  private int status(String path) {
    try {
      return relay.get(path).statusCode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theWindowSlidesHereToo() throws Exception {
    assertThat(relay.get(BASE + "240p/0-1.m4s").statusCode()).isEqualTo(200);
    int grace = 60_000 / LiveSeed.TARGET_MS;
    ingest.publish(3, grace + WINDOW + 1);
    int newest = grace + WINDOW + 2;
    assertThat(relay.get(BASE + "240p/0-" + newest + ".m4s").statusCode()).isEqualTo(200);
    LiveSeed.await("it alone is kept", () -> keeps("relay", "0-" + newest + ".m4s"));
    LiveSeed.await("it alone counts", () -> heldBytes() == SEGMENT_BYTES);
  }

  private double heldBytes() {
    try {
      return relay.metric("cordwood_webseed_relay_held_bytes");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void noMoreIsKeptThanThereIsRoomFor() throws Exception {
    relay.close();
    relay = LiveSeed.other(folder.resolve("small"), 2L * SEGMENT_BYTES);
    tell();
    for (int number = 1; number <= 3; number++) {
      assertThat(relay.get(BASE + "240p/0-" + number + ".m4s").statusCode()).isEqualTo(200);
    }
    LiveSeed.await("the newest two are kept", () -> keeps("small", "0-2.m4s", "0-3.m4s"));
    assertThat(heldBytes()).isEqualTo(2.0 * SEGMENT_BYTES);
  }

  @Test
  void aChannelThatTheNodeTellsOfNoMoreLeavesNothing() throws Exception {
    assertThat(relay.get(NEWEST).statusCode()).isEqualTo(200);
    LiveSeed.await("it is kept", () -> keeps("relay", "0-3.m4s"));
    between.stopAfter(PIECE_BYTES);
    try (var coming = relay.begin(BASE + "240p/0-2.m4s").body()) {
      relay.process().relays().update(List.of());
      assertThat(segments()).isEmpty();
      assertThat(relay.get(NEWEST).statusCode()).isEqualTo(404);
      between.release();
      assertThat(coming.readAllBytes()).isEqualTo(segment(1));
    }
    relay.close();
    LiveSeed.await("what came after that is not kept", () -> keeps("relay"));
    relay.startAgain();
  }

  /** Whether these are the segments on its disk; not while a file comes or goes. */
  private boolean keeps(String seed, String... names) {
    try {
      return segments(seed).equals(List.of(names));
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private List<String> segments() {
    return segments("relay");
  }

  private List<String> segments(String seed) {
    try (var files = Files.walk(folder.resolve(seed).resolve("relay"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.contains("init"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
