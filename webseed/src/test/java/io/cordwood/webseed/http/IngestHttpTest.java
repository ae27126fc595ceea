package io.cordwood.webseed.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.heat.HeatLimits;
import io.cordwood.webseed.live.ChannelConfig;
import io.cordwood.webseed.live.ChannelFolder;
import io.cordwood.webseed.store.StoreLayout;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publisher, and strangers, at the ingest of a real webseed. */
class IngestHttpTest {
  private static final TitleId CHANNEL = TitleId.parse("demo/news");
  private static final String KEY = "key-" + "k".repeat(43);
  private static final int WINDOW = 3;
  private static final String MASTER =
      """
      #EXTM3U
      #EXT-X-VERSION:7
      #EXT-X-STREAM-INF:BANDWIDTH=650000,RESOLUTION=428x240,CODECS="avc1.640015"
      240p/index.m3u8
      """;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private WebseedProcess webseed;

  @BeforeEach
  void makeAChannel() throws IOException {
    var store = new StoreLayout(folder);
    ChannelFolder.of(store, CHANNEL)
        .write(
            new ChannelConfig(
                "demo",
                "news",
                "The news",
                true,
                ChannelConfig.hash(KEY),
                WINDOW,
                0,
                true,
                1L << 30,
                "ws://127.0.0.1:1",
                "http://127.0.0.1:1"));
    start();
  }

  private void start() throws IOException {
    var limits = HeatLimits.of(HeatLimits.MAX_STREAMS, 1_000_000_000);
    webseed =
        WebseedProcess.start(new StoreLayout(folder), "127.0.0.1", 0, Optional.empty(), "", limits);
  }

  @AfterEach
  void stop() {
    webseed.close();
  }

  @Test
  void whatAPublisherPutsIsServedUnderOurNamesAndTheWindowSlides() throws Exception {
    beginChannel();
    for (int i = 0; i < 6; i++) {
      sendSegment(i);
    }
    var playlist = playlist();
    assertThat(playlist)
        .contains("#EXT-X-MEDIA-SEQUENCE:4")
        .contains("0-4.m4s", "0-5.m4s", "0-6.m4s")
        .doesNotContain("0-3.m4s", "s5.m4s", "ENDLIST");
    assertThat(playlist.split("#EXT-X-CORDWOOD-RECORD:")).hasSize(WINDOW + 1);
    assertThat(get("/t/demo/news/240p/0-6.m4s").body()).isEqualTo(segment(5));
    assertThat(new String(get("/t/demo/news/master.m3u8").body())).contains("240p/index.m3u8");
  }

  @Test
  void aSegmentThatEndsEarlyIsInNoPlaylistUntilItComesWhole() throws Exception {
    beginChannel();
    sendSegment(0);
    try (var socket = new RawHttp(webseed.port()).open()) {
      RawHttp.write(socket, "PUT", path("240p/s1.m4s"), "Content-Length: 50000");
      socket.getOutputStream().write(new byte[20_000]);
    }
    assertThat(put("240p/index.m3u8", LiveSeed.mediaPlaylist(1)).statusCode()).isEqualTo(201);
    assertThat(playlist()).contains("0-1.m4s").doesNotContain("0-2.m4s");
    assertThat(put("240p/s1.m4s", segment(1)).statusCode()).isEqualTo(201);
    assertThat(playlist()).contains("0-2.m4s");
    assertThat(get("/t/demo/news/240p/0-2.m4s").body()).isEqualTo(segment(1));
  }

  @Test
  void aWebseedThatStartsAgainServesWhatItHadAndGoesOnWithTheNumbers() throws Exception {
    beginChannel();
    sendSegment(0);
    sendSegment(1);
    var before = playlist();
    webseed.close();
    start();
    assertThat(playlist()).isEqualTo(before);
    assertThat(send("POST", "/ingest/news/" + KEY, new byte[0]).statusCode()).isEqualTo(200);
    sendSegment(2);
    assertThat(playlist()).contains("0-1.m4s", "0-2.m4s", "0-3.m4s");
  }

  @Test
  void strangersAndPublishersThatDoWrongAreToldWhatToDo() throws Exception {
    beginChannel();
    assertRefused(401, "Put the channel's key", "/ingest/news/240p/s0.m4s", segment(0));
    var other = "/ingest/news/key-" + "x".repeat(43) + "/240p/s0.m4s";
    assertRefused(401, "Put the channel's key", other, segment(0));
    assertRefused(404, "./cordwood live NAME", "/ingest/olds/" + KEY + "/s0.m4s", segment(0));
    assertRefused(413, "8 MiB", path("240p/s0.m4s"), new byte[(8 << 20) + 1]);
    var hidden = send("PUT", path("240p/..%2f..%2fs0.m4s"), segment(0));
    assertThat(hidden.statusCode()).isBetween(400, 499);
    assertThat(Files.exists(folder.resolve("s0.m4s"))).isFalse();
    assertThat(new String(get("/metrics").body()))
        .contains("cordwood_webseed_ingest_total{outcome=\"wrong-key\"} 2.0")
        .contains("cordwood_webseed_ingest_total{outcome=\"too-big\"} 1.0");
  }

  @Test
  void whatHasEndedTakesNothingAndSaysSoInItsPlaylist() throws Exception {
    beginChannel();
    sendSegment(0);
    send("DELETE", "/ingest/news/" + KEY, new byte[0]);
    assertThat(playlist()).contains("#EXT-X-ENDLIST");
    assertRefused(410, "off the air", path("240p/s1.m4s"), segment(1));
  }

  @Test
  void howLongAnEncoderHasSentNothingIsMeasured() throws Exception {
    beginChannel();
    LiveSeed.await("it is there, of a channel that waits", () -> age().equals("NaN"));
    sendSegment(0);
    LiveSeed.await("it grows", () -> !age().equals("NaN") && Double.parseDouble(age()) > 1.5);
    int[] next = {1};
    LiveSeed.await("it begins anew", () -> ageAfter(next[0]++) < 1.5);
    send("DELETE", "/ingest/news/" + KEY, new byte[0]);
    LiveSeed.await("it ends with the channel", () -> age().equals("NaN"));
  }

  /** In seconds, right after a segment. */
  private double ageAfter(int segment) {
    try {
      sendSegment(segment);
      return Double.parseDouble(age());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private String age() {
    try {
      return new String(get("/metrics").body())
          .lines()
          .filter(
              line -> line.startsWith("cordwood_live_segment_age_seconds{title=\"demo/news\"} "))
          .map(line -> line.substring(line.lastIndexOf(' ') + 1))
          .findFirst()
          .orElse("");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void beginChannel() throws Exception {
    assertThat(send("POST", "/ingest/news/" + KEY, new byte[0]).statusCode()).isEqualTo(200);
    assertThat(put("240p/init.mp4", new byte[800]).statusCode()).isEqualTo(201);
    assertThat(put("master.m3u8", MASTER.getBytes()).statusCode()).isEqualTo(201);
  }

  private void sendSegment(int i) throws Exception {
    assertThat(put("240p/s" + i + ".m4s", segment(i)).statusCode()).isEqualTo(201);
    assertThat(put("240p/index.m3u8", LiveSeed.mediaPlaylist(i)).statusCode()).isEqualTo(201);
  }

  private static byte[] segment(int i) {
    var bytes = new byte[90_000];
    new Random(i).nextBytes(bytes);
    return bytes;
  }

  private String playlist() throws Exception {
    return new String(get("/t/demo/news/240p/index.m3u8").body());
  }

  private static String path(String file) {
    return "/ingest/news/" + KEY + "/" + file;
  }

  private HttpResponse<byte[]> put(String file, byte[] body) throws Exception {
    return send("PUT", path(file), body);
  }

  private void assertRefused(int status, String advice, String path, byte[] body) throws Exception {
    var answer = send("PUT", path, body);
    assertThat(answer.statusCode()).as(path).isEqualTo(status);
    assertThat(new String(answer.body())).contains(advice);
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return send("GET", path, new byte[0]);
  }

  private HttpResponse<byte[]> send(String method, String path, byte[] body) throws Exception {
    var address = URI.create("http://127.0.0.1:" + webseed.port() + path);
    return http.send(
        HttpRequest.newBuilder(address).method(method, BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofByteArray());
  }
}
