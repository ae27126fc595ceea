package io.cordwood.webseed.http;

import static io.cordwood.webseed.http.LiveSeed.BASE;
import static io.cordwood.webseed.http.LiveSeed.CHANNEL;
import static io.cordwood.webseed.http.LiveSeed.SEGMENT_BYTES;
import static io.cordwood.webseed.http.LiveSeed.segment;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.http.HttpResponse;
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
    var refused = relay.get(NEWEST);
    assertThat(refused.statusCode()).isEqualTo(502);
    assertThat(refused.headers().firstValue("Retry-After")).contains("1");
    assertThat(new String(refused.body())).contains("Get it from peers or another webseed");
    assertThat(relay.metric(PULLS + "{outcome=\"wrong\",title=\"demo/news\"}")).isEqualTo(1);
    between.change(bytes -> bytes.getBuffer(0, bytes.length() - 1));
    assertThat(relay.get(NEWEST).statusCode()).isEqualTo(502);
    between.change(bytes -> bytes);
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
    assertThat(segments()).containsExactly("0-" + newest + ".m4s");
    assertThat(relay.metric("cordwood_webseed_relay_held_bytes")).isEqualTo(SEGMENT_BYTES + 0);
  }

  @Test
  void noMoreIsKeptThanThereIsRoomFor() throws Exception {
    relay.close();
    relay = LiveSeed.other(folder.resolve("small"), 2L * SEGMENT_BYTES);
    tell();
    for (int number = 1; number <= 3; number++) {
      assertThat(relay.get(BASE + "240p/0-" + number + ".m4s").statusCode()).isEqualTo(200);
    }
    try (var files = Files.walk(folder.resolve("small/relay"))) {
      assertThat(files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("0-2.m4s", "0-3.m4s");
    }
  }

  @Test
  void aChannelThatTheNodeTellsOfNoMoreLeavesNothing() throws Exception {
    assertThat(relay.get(NEWEST).statusCode()).isEqualTo(200);
    relay.process().relays().update(List.of());
    assertThat(relay.get(NEWEST).statusCode()).isEqualTo(404);
    assertThat(segments()).isEmpty();
  }

  private List<String> segments() throws IOException {
    try (var files = Files.walk(folder.resolve("relay/relay"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.contains("init"))
          .sorted()
          .toList();
    }
  }
}
