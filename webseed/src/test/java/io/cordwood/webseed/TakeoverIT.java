package io.cordwood.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.ChannelConfig;
import io.cordwood.webseed.live.ChannelFolder;
import io.cordwood.webseed.store.StoreLayout;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two webseeds with one channel's key, two publishers and a node, each a process of its own. */
class TakeoverIT {
  private static final TitleId CHANNEL = TitleId.parse("demo/news");
  private static final String KEY = "key-" + "k".repeat(43);
  private static final String PLAYLIST = "/t/demo/news/240p/index.m3u8";
  private static final Pattern SEGMENT = Pattern.compile("(\\d+)-(\\d+)\\.m4s");
  private static final String MASTER =
      """
      #EXTM3U
      #EXT-X-STREAM-INF:BANDWIDTH=650000,RESOLUTION=428x240,CODECS="avc1.640015"
      240p/index.m3u8
      """;

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private ServerUnderTest node;
  private Seed first;
  private Seed second;

  @BeforeEach
  void start() throws Exception {
    node = ServerUnderTest.node(folder.resolve("node"), "6s");
    first = new Seed("seed-a", 1);
    first.makeChannel();
    first.start();
    second = new Seed("seed-b", 2);
    second.copyChannelOf(first);
    second.start();
  }

  @AfterEach
  void stop() {
    first.server.close();
    second.server.close();
    node.close();
  }

  @Test
  void aSecondPublisherIsRefusedWhileTheFirstIsAliveAndGoesOnWhenItIsNot() throws Exception {
    first.sendHead();
    first.send(0, 5);
    var refused = second.put("240p/s0.m4s", second.segment(0));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("seed-a (" + first.url + ") takes demo/news in");
    assertThat(second.put("240p/init.mp4", new byte[700]).statusCode()).isEqualTo(409);
    assertThat(second.put("master.m3u8", MASTER.getBytes()).statusCode()).isEqualTo(409);
    await("viewers of the second see the first", () -> second.shows("0-6.m4s"));
    await(
        "the node names both",
        () -> {
          var title = get(node.address() + "/v1/titles/demo/news").body();
          return title.contains(first.url) && title.contains(second.url);
        });
    first.send(6, 7);
    var ofFirst = first.signed();

    first.server.kill();
    int[] next = {100};
    await("the second takes over", () -> second.offer(next[0]++) == 201);
    second.send(next[0], next[0] + 4);
    await("it shows its own", () -> second.epochsShown().contains(2));
    var ofSecond = second.signed();
    assertThat(ofFirst).isNotEmpty().allMatch(one -> one.epoch() == 0);
    assertThat(ofSecond).hasSizeGreaterThanOrEqualTo(5).allMatch(one -> one.epoch() == 2);
    int last = ofFirst.stream().mapToInt(Signed::number).max().orElseThrow();
    assertThat(ofSecond).allMatch(one -> one.number() > last);
    assertThat(ofSecond.stream().map(Signed::number)).doesNotHaveDuplicates();
    var playlist = second.playlist();
    assertThat(playlist).contains("#EXT-X-DISCONTINUITY\n").contains("2-init.mp4");
    assertThat(playlist).contains("#EXT-X-DISCONTINUITY-SEQUENCE:1");
    assertThat(get(second.url + "/t/demo/news/240p/2-" + number(ofSecond) + ".m4s").statusCode())
        .isEqualTo(200);

    first.start();
    second.send(next[0] + 5, next[0] + 5);
    var late = first.put("240p/s8.m4s", first.segment(8));
    assertThat(late.statusCode()).isEqualTo(409);
    assertThat(late.body()).contains("seed-b (" + second.url + ") takes demo/news in");
    assertThat(first.signed()).isEqualTo(ofFirst);
    await("viewers of the first see the second", () -> first.epochsShown().contains(2));
  }

  @Test
  void aWebseedThatDiesAndStartsAgainGoesOnAtOnceWithItsOwnChannel() throws Exception {
    first.sendHead();
    first.send(0, 3);
    first.server.kill();
    first.start();
    first.send(4, 7);
    assertThat(first.shows("0-8.m4s")).isTrue();
    assertThat(first.signed()).extracting(Signed::number).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(first.playlist()).doesNotContain("#EXT-X-DISCONTINUITY\n");
  }

  @Test
  void aPublisherGoesOnWhileTheNodeIsAway() throws Exception {
    first.sendHead();
    first.send(0, 2);
    node.kill();
    first.send(3, 8);
    assertThat(first.shows("0-9.m4s")).isTrue();
    assertThat(second.put("240p/s0.m4s", second.segment(0)).statusCode()).isEqualTo(503);
  }

  private static int number(List<Signed> signed) {
    return signed.getLast().number();
  }

  private record Signed(int epoch, int number) {}

  /** What a test waits for. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private HttpResponse<String> get(String address) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
  }

  /**
   * Below the ports that Linux gives to connections: one of those might have it while the server is
   * away.
   */
  private static int freePort() {
    return IntStream.generate(() -> ThreadLocalRandom.current().nextInt(12_000, 32_768))
        .limit(1_000)
        .filter(TakeoverIT::isFree)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** A webseed, and the publisher that sends to it. */
  private final class Seed {
    private final String id;
    private final int seed;
    private final Path data;
    private final int port;
    private final String url;
    private ServerUnderTest server;

    Seed(String id, int seed) throws IOException {
      this.id = id;
      this.seed = seed;
      this.data = Files.createDirectories(folder.resolve(id));
      this.port = freePort();
      this.url = "http://127.0.0.1:" + port;
    }

    void makeChannel() throws IOException {
      ChannelFolder.of(new StoreLayout(data), CHANNEL)
          .write(
              new ChannelConfig(
                  "demo",
                  "news",
                  "The news",
                  true,
                  ChannelConfig.hash(KEY),
                  12,
                  0,
                  true,
                  1L << 30,
                  "ws://127.0.0.1:1",
                  url));
    }

    void copyChannelOf(Seed other) throws IOException {
      Path here = Files.createDirectories(data.resolve("live/demo/news"));
      for (String file : List.of("channel.json", "channel.key")) {
        Files.copy(other.data.resolve("live/demo/news").resolve(file), here.resolve(file));
      }
    }

    void start() throws Exception {
      server = ServerUnderTest.webseed(data, id, port, node.address());
      server.address();
      await(id + " listens", this::listens);
    }

    private boolean listens() throws Exception {
      try {
        return get(url + "/health").statusCode() == 200;
      } catch (ConnectException e) {
        return false;
      }
    }

    void sendHead() throws Exception {
      assertThat(put("240p/init.mp4", new byte[700]).statusCode()).isEqualTo(201);
      assertThat(put("master.m3u8", MASTER.getBytes()).statusCode()).isEqualTo(201);
    }

    void send(int from, int to) throws Exception {
      for (int i = from; i <= to; i++) {
        assertThat(offer(i)).isEqualTo(201);
      }
    }

    /** Sends a segment and its playlist; the status of the segment. */
    int offer(int i) throws Exception {
      int status = put("240p/s" + i + ".m4s", segment(i)).statusCode();
      put("240p/index.m3u8", mediaPlaylist(i));
      return status;
    }

    byte[] segment(int i) {
      var bytes = new byte[70_000];
      new Random(seed * 1_000_000L + i).nextBytes(bytes);
      return bytes;
    }

    private byte[] mediaPlaylist(int newest) {
      var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:1\n");
      int first = Math.max(0, newest - 2);
      text.append("#EXT-X-MEDIA-SEQUENCE:").append(first).append('\n');
      text.append("#EXT-X-MAP:URI=\"init.mp4\"\n");
      IntStream.rangeClosed(first, newest)
          .forEach(i -> text.append("#EXTINF:1.000000,\ns").append(i).append(".m4s\n"));
      return text.toString().getBytes();
    }

    HttpResponse<String> put(String file, byte[] body) throws Exception {
      var address = URI.create(url + "/ingest/news/" + KEY + "/" + file);
      return http.send(
          HttpRequest.newBuilder(address).PUT(BodyPublishers.ofByteArray(body)).build(),
          BodyHandlers.ofString());
    }

    String playlist() throws Exception {
      return get(url + PLAYLIST).body();
    }

    boolean shows(String file) throws Exception {
      return playlist().contains("\n" + file);
    }

    List<Integer> epochsShown() throws Exception {
      return SEGMENT.matcher(playlist()).results().map(m -> Integer.valueOf(m.group(1))).toList();
    }

    /** What lies in its own folder, by number. */
    List<Signed> signed() throws IOException {
      try (var files = Files.list(data.resolve("live/demo/news/files/240p"))) {
        return files
            .map(file -> SEGMENT.matcher(file.getFileName().toString()))
            .filter(name -> name.matches())
            .map(n -> new Signed(Integer.parseInt(n.group(1)), Integer.parseInt(n.group(2))))
            .sorted(java.util.Comparator.comparingInt(Signed::number))
            .toList();
      }
    }
  }
}
