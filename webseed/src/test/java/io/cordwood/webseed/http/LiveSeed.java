package io.cordwood.webseed.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.ChannelKeyPair;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.heat.HeatLimits;
import io.cordwood.webseed.live.ChannelConfig;
import io.cordwood.webseed.live.ChannelFolder;
import io.cordwood.webseed.relay.KnownChannel;
import io.cordwood.webseed.store.StoreLayout;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** A webseed, what a publisher sends it and what viewers ask of it. */
final class LiveSeed implements AutoCloseable {
  static final TitleId CHANNEL = TitleId.parse("demo/news");
  static final String BASE = "/t/demo/news/";
  static final int TARGET_MS = 2000;
  static final int SEGMENT_BYTES = 90_000;
  private static final String KEY = "key-" + "k".repeat(43);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String MASTER =
      """
      #EXTM3U
      #EXT-X-VERSION:7
      #EXT-X-STREAM-INF:BANDWIDTH=650000,RESOLUTION=428x240,CODECS="avc1.640015"
      240p/index.m3u8
      """;

  private final Path folder;
  private final long relayBytes;
  private final int port;
  private WebseedProcess process;

  private LiveSeed(Path folder, long relayBytes) throws IOException {
    this.folder = folder;
    this.relayBytes = relayBytes;
    this.process = open(0);
    this.port = process.port();
  }

  /** One that takes the channel in, with a window of so many segments. */
  static LiveSeed ingest(Path folder, int window) throws IOException {
    ChannelFolder.of(new StoreLayout(folder), CHANNEL)
        .write(
            new ChannelConfig(
                "demo",
                "news",
                "The news",
                true,
                ChannelConfig.hash(KEY),
                window,
                0,
                true,
                1L << 30,
                "ws://127.0.0.1:1",
                "http://127.0.0.1:1"));
    return new LiveSeed(folder, 1);
  }

  /** One that has no channel of its own, and keeps so many bytes of another's. */
  static LiveSeed other(Path folder, long relayBytes) throws IOException {
    return new LiveSeed(folder, relayBytes);
  }

  private WebseedProcess open(int wanted) throws IOException {
    var limits = HeatLimits.of(HeatLimits.MAX_STREAMS, 1_000_000_000);
    var store = new StoreLayout(folder);
    return WebseedProcess.start(
        store, "127.0.0.1", wanted, Optional.empty(), "", limits, relayBytes, Optional.empty());
  }

  void startAgain() throws IOException {
    process = open(port);
  }

  WebseedProcess process() {
    return process;
  }

  int port() {
    return port;
  }

  /** What a node tells of its channel: that it comes from {@code port}. */
  KnownChannel known(int from) throws IOException {
    var pem = Files.readString(folder.resolve("live/demo/news/channel.key"));
    return new KnownChannel(
        CHANNEL,
        ChannelKeyPair.parsePem(pem).publicKey(),
        TARGET_MS,
        Optional.of(URI.create("http://127.0.0.1:" + from + BASE)));
  }

  void begin() throws Exception {
    assertThat(send("POST", "/ingest/news/" + KEY, new byte[0]).statusCode()).isEqualTo(200);
    assertThat(put("240p/init.mp4", new byte[800]).statusCode()).isEqualTo(201);
    assertThat(put("master.m3u8", MASTER.getBytes()).statusCode()).isEqualTo(201);
  }

  /** Sends the segments {@code from} to {@code to}, each with its playlist, as ffmpeg does. */
  void publish(int from, int to) throws Exception {
    for (int i = from; i <= to; i++) {
      assertThat(put("240p/s" + i + ".m4s", segment(i)).statusCode()).isEqualTo(201);
      assertThat(put("240p/index.m3u8", mediaPlaylist(i)).statusCode()).isEqualTo(201);
    }
  }

  /** As ffmpeg writes it: the newest three. */
  static byte[] mediaPlaylist(int newest) {
    int first = Math.max(0, newest - 2);
    var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:2\n");
    text.append("#EXT-X-MEDIA-SEQUENCE:").append(first).append('\n');
    text.append("#EXT-X-MAP:URI=\"init.mp4\"\n");
    IntStream.rangeClosed(first, newest)
        .forEach(i -> text.append("#EXTINF:2.000000,\ns").append(i).append(".m4s\n"));
    return text.toString().getBytes();
  }

  /** The bytes of a publisher's segment. */
  static byte[] segment(int i) {
    var bytes = new byte[SEGMENT_BYTES];
    new Random(i).nextBytes(bytes);
    return bytes;
  }

  HttpResponse<byte[]> put(String file, byte[] body) throws Exception {
    return send("PUT", "/ingest/news/" + KEY + "/" + file, body);
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    return send("GET", path, new byte[0], headers);
  }

  String text(String path) throws Exception {
    return new String(get(path).body());
  }

  HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers)
      throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(
        request.method(method, BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofByteArray());
  }

  /** The answer to a GET when its head has come; the body is read as it comes. */
  HttpResponse<InputStream> begin(String path, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofInputStream());
  }

  /** A counter of {@code /metrics}; 0 when it is not there. */
  double metric(String nameAndTags) throws Exception {
    return text("/metrics")
        .lines()
        .filter(line -> line.startsWith(nameAndTags + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(nameAndTags.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  /** Waits for a condition. */
  static void await(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + 60_000_000_000L;
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
