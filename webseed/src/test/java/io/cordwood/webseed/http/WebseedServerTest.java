package io.cordwood.webseed.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cordwood.swarm.content.RenditionName;
import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.heat.HeatLimits;
import io.cordwood.webseed.live.NoChannels;
import io.cordwood.webseed.range.EntityTag;
import io.cordwood.webseed.range.Representation;
import io.cordwood.webseed.store.Body;
import io.cordwood.webseed.store.ContentTypes;
import io.cordwood.webseed.store.MediaKey;
import io.cordwood.webseed.store.Resource;
import io.cordwood.webseed.store.ServedTitle;
import io.cordwood.webseed.store.Titles;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebseedServerTest {
  private static final TitleId TITLE = TitleId.parse("demo/logs");
  private static final int PIECE = 65_536;
  private static final int BIG = 24 * 1024 * 1024;
  private static final String FILE = "/t/demo/logs/720p/seg-1.m4s";

  @TempDir static Path folder;
  static final byte[] BYTES = new byte[100_000];
  static Vertx vertx;
  static PrometheusMeterRegistry metrics;
  static RawHttp http;
  static int port;

  @BeforeAll
  static void start() throws Exception {
    new Random(7).nextBytes(BYTES);
    var title =
        new ServedTitle(
            TITLE,
            PIECE,
            Map.of(
                "720p/seg-1.m4s", file("720p/seg-1.m4s", BYTES, "720p"),
                "720p/index.m3u8", file("720p/index.m3u8", "#EXTM3U\n".getBytes(), null),
                "720p/big.m4s", file("720p/big.m4s", new byte[BIG], "big"),
                "720p/counted.m4s", file("720p/counted.m4s", BYTES, "counted"),
                "gone.m4s", gone()));
    Files.writeString(folder.resolve("secret.txt"), "secret");
    vertx = Vertx.vertx();
    metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var client = new ClientFiles(WebseedServerTest.class.getClassLoader());
    var handler =
        new WebseedHandler(
            vertx,
            new One(title),
            client,
            metrics,
            HeatLimits.of(100, 1L << 40),
            NoChannels.in(folder),
            NoChannels.relays(folder),
            NoChannels.recording(folder));
    var server = new WebseedServer(WebseedServer.options("127.0.0.1", 0), handler);
    vertx.deployVerticle(server).await();
    port = server.port();
    http = new RawHttp(port);
  }

  @AfterAll
  static void stop() {
    vertx.close().await();
  }

  private record One(ServedTitle title) implements Titles {
    @Override
    public Optional<ServedTitle> ready(TitleId asked) {
      return Optional.empty();
    }

    @Override
    public Optional<ServedTitle> find(TitleId asked) {
      return Optional.of(title).filter(one -> one.title().equals(asked));
    }
  }

  private static Resource file(String path, byte[] bytes, String rendition) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    return resource(path, file, bytes.length, rendition);
  }

  private static Resource gone() {
    return resource("gone.m4s", folder.resolve("gone.m4s"), 5, "720p");
  }

  private static Resource resource(String path, Path file, long sizeBytes, String rendition) {
    var representation =
        new Representation(
            sizeBytes, new EntityTag("tag"), ContentTypes.of(path), Resource.IMMUTABLE);
    var media = Optional.ofNullable(rendition).map(RenditionName::new);
    return new Resource(
        representation, new Body.OnDisk(file), media.map(name -> new MediaKey(TITLE, name)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          GET  |                                               | 200 | 0     | 100000 |
          HEAD |                                               | 200 | 0     | 0      |
          HEAD | Range: bytes=0-9                              | 200 | 0     | 0      |
          GET  | Range: bytes=0-                               | 206 | 0     | 100000 | bytes 0-99999/100000
          GET  | Range: bytes=0-0                              | 206 | 0     | 1      | bytes 0-0/100000
          GET  | Range: bytes=65536-                           | 206 | 65536 | 34464  | bytes 65536-99999/100000
          GET  | Range: bytes=99999-200000                     | 206 | 99999 | 1      | bytes 99999-99999/100000
          GET  | Range: bytes=-10                              | 206 | 99990 | 10     | bytes 99990-99999/100000
          GET  | Range: bytes=0-9,10-19                        | 206 | 0     | 20     | bytes 0-19/100000
          GET  | Range: bytes=100000-                          | 416 |       |        | bytes */100000
          GET  | Range: bytes=-0                               | 416 |       |        | bytes */100000
          GET  | Range: bytes=9-3                              | 200 | 0     | 100000 |
          GET  | Range: lines=1-2                              | 200 | 0     | 100000 |
          GET  | Range: bytes=0-9;Range: bytes=20-29           | 200 | 0     | 100000 |
          GET  | Range: bytes=5-9;If-Range: "tag"              | 206 | 5     | 5      | bytes 5-9/100000
          GET  | Range: bytes=5-9;If-Range: W/"tag"            | 200 | 0     | 100000 |
          GET  | Range: bytes=5-9;If-Range: "old"              | 200 | 0     | 100000 |
          GET  | Range: bytes=5-9;If-Range: Sun, 22 Nov 2026 12:00:00 GMT | 200 | 0 | 100000 |
          GET  | If-None-Match: "tag"                          | 304 | 0     | 0      |
          GET  | If-None-Match: "a";If-None-Match: W/"tag"     | 304 | 0     | 0      |
          HEAD | If-None-Match: *                              | 304 | 0     | 0      |
          GET  | If-None-Match: "old";Range: bytes=1-2         | 206 | 1     | 2      | bytes 1-2/100000
          GET  | If-Match: "old"                               | 412 |       |        |
          POST |                                               | 405 |       |        |
          """)
  void aRequestHasItsAnswer(
      String method, String fields, int status, Integer from, Integer bytes, String contentRange)
      throws IOException {
    String[] lines = fields == null ? new String[0] : fields.split(";");
    var answer = http.send(method, FILE + "?need=now", lines);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Range")).isEqualTo(contentRange);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Access-Control-Expose-Headers"))
        .isEqualTo(
            "Accept-Ranges, Content-Length, Content-Range, ETag, Retry-After, Server-Timing");
    assertThat(answer.header("Timing-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("cross-origin");
    if (status < 400) {
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(BYTES, from, from + bytes));
      assertThat(answer.header("ETag")).isEqualTo("\"tag\"");
      assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    } else {
      assertThat(answer.header("ETag")).isNull();
      assertProblem(answer, status);
    }
    if (status == 200 || status == 206) {
      assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
      assertThat(answer.header("Content-Type")).isEqualTo("video/iso.segment");
    }
    if (method.equals("HEAD") && status == 200) {
      assertThat(answer.header("Content-Length")).isEqualTo("100000");
    }
  }

  static Stream<Arguments> severalRanges() {
    return Stream.of(
        arguments("0-0,50000-50009", List.of(0, 1, 50_000, 50_010)),
        arguments("-5,0-4", List.of(99_995, 100_000, 0, 5)),
        arguments("0-69999,80000-99999", List.of(0, 70_000, 80_000, 100_000)),
        arguments(
            "0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14",
            List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)));
  }

  @ParameterizedTest
  @MethodSource("severalRanges")
  void severalRangesAreAnsweredAsMultipart(String ranges, List<Integer> bounds) throws IOException {
    var answer = http.send("GET", FILE, "Range: bytes=" + ranges);
    assertThat(answer.status()).isEqualTo(206);
    assertThat(answer.header("Content-Range")).isNull();
    assertThat(answer.header("Content-Type"))
        .isEqualTo("multipart/byteranges; boundary=cordwood-tag");
    var expected = new StringBuilder();
    for (int i = 0; i < bounds.size(); i += 2) {
      expected
          .append("\r\n--cordwood-tag\r\nContent-Type: video/iso.segment\r\nContent-Range: bytes ")
          .append(bounds.get(i) + "-" + (bounds.get(i + 1) - 1) + "/100000\r\n\r\n")
          .append(latin1(Arrays.copyOfRange(BYTES, bounds.get(i), bounds.get(i + 1))));
    }
    expected.append("\r\n--cordwood-tag--\r\n");
    assertThat(latin1(answer.body())).isEqualTo(expected.toString());
  }

  @Test
  void moreThanEightRangesGetTheWhole() throws IOException {
    var answer = http.send("GET", FILE, "Range: bytes=" + "0-0,".repeat(8) + "5-5");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(BYTES);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 200, 1",
    "65535, 200, 65535",
    "65536, 404, 0",
    "0, 404, 0",
    "01, 404, 0",
    "-1, 404, 0",
    "99999999999, 404, 0",
    "x, 404, 0"
  })
  void padsAreZerosShorterThanAPiece(String name, int status, int bytes) throws IOException {
    var answer = http.send("GET", "/t/demo/logs/.pad/" + name);
    assertThat(answer.status()).isEqualTo(status);
    if (status == 200) {
      assertThat(answer.body()).isEqualTo(new byte[bytes]);
    }
  }

  @Test
  void padsHaveRangesToo() throws IOException {
    var one = http.send("GET", "/t/demo/logs/.pad/1000", "Range: bytes=990-");
    assertThat(one.status()).isEqualTo(206);
    assertThat(one.body()).isEqualTo(new byte[10]);
    assertThat(one.header("Content-Range")).isEqualTo("bytes 990-999/1000");
    var several = http.send("GET", "/t/demo/logs/.pad/1000", "Range: bytes=0-0,9-9");
    assertThat(several.status()).isEqualTo(206);
    assertThat(several.text()).contains("Content-Range: bytes 9-9/1000\r\n\r\n\0\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/t/demo/logs/../secret.txt",
        "/t/demo/logs/%2e%2e/secret.txt",
        "/t/demo/logs/720p/..%2f..%2fsecret.txt",
        "/t/demo/logs/720p/..%5c..%5csecret.txt",
        "/t/demo/logs/720p\\seg-1.m4s",
        "/t/demo/logs//720p/seg-1.m4s",
        "/t/demo/logs/720p/seg-1.m4s%00.jpg",
        "/client/../../Main.class"
      })
  void aPathThatCouldLeaveTheFolderIsRefused(String target) throws IOException {
    assertProblem(http.send("GET", target), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/t/demo/logs/secret.txt",
        "/t/demo/other/720p/seg-1.m4s",
        "/t/other/logs/720p/seg-1.m4s",
        "/t/demo/logs/720p",
        "/t/demo/logs/.cordwood/title.json",
        "/t/DEMO/logs/720p/seg-1.m4s",
        "/client/nothing.js",
        "/nothing"
      })
  void whatTheRecordsDoNotNameIsNotFound(String target) throws IOException {
    assertProblem(http.send("GET", target), 404);
  }

  @Test
  void aFileThatVanishedIsOurFailure() throws IOException {
    var answer = http.send("GET", "/t/demo/logs/gone.m4s", "Range: bytes=0-1");
    assertProblem(answer, 500);
    assertThat(answer.header("Content-Range")).isNull();
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void aPreflightIsAllowedWhatItAsksFor() throws IOException {
    var answer =
        http.send(
            "OPTIONS",
            FILE,
            "Origin: https://site.example",
            "Access-Control-Request-Method: GET",
            "Access-Control-Request-Headers: cache-control,range,user-agent");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(answer.header("Access-Control-Allow-Headers"))
        .isEqualTo("cache-control,range,user-agent");
    assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("86400");
  }

  @Test
  void aPreflightIsNotAnEcho() throws IOException {
    var answer = http.send("OPTIONS", FILE, "Access-Control-Request-Headers: <script>");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Headers"))
        .isEqualTo("Range, Cache-Control, User-Agent");
  }

  @Test
  void theClientIsServedWithATag() throws IOException {
    var answer = http.send("GET", "/client/for-tests.js");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("export const answer = 42;\n");
    assertThat(answer.header("Content-Type")).isEqualTo("text/javascript; charset=utf-8");
    assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=60");
    var again = http.send("GET", "/client/for-tests.js", "If-None-Match: " + answer.header("ETag"));
    assertThat(again.status()).isEqualTo(304);
  }

  @Test
  void theClientIsCompressedForThoseWhoReadIt() throws IOException {
    var plain = http.send("GET", "/client/for-tests.js");
    var answer = http.send("GET", "/client/for-tests.js", "Accept-Encoding: gzip, br");
    assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(answer.header("ETag")).isNotEqualTo(plain.header("ETag"));
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      assertThat(gzip.readAllBytes()).isEqualTo(plain.body());
    }
    var segment = http.send("GET", FILE, "Accept-Encoding: gzip", "Range: bytes=0-9");
    assertThat(segment.header("Content-Encoding")).isNull();
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws IOException {
    var answers = http.pipeline(List.of(FILE, "/health", "/t/demo/logs/.pad/7", "/nothing", FILE));
    assertThat(answers).extracting(RawHttp.Answer::status).containsExactly(200, 200, 200, 404, 200);
    assertThat(answers.getFirst().body()).isEqualTo(BYTES);
    assertThat(answers.get(1).text()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(answers.getLast().body()).isEqualTo(BYTES);
  }

  @Test
  void sentMediaBytesAreCountedByTitleAndRendition() throws IOException {
    String file = "/t/demo/logs/720p/counted.m4s";
    http.send("GET", file);
    http.send("GET", file, "Range: bytes=0-9");
    http.send("GET", file, "Range: bytes=0-9,20-29");
    http.send("HEAD", file);
    http.send("GET", file, "If-None-Match: \"tag\"");
    http.send("GET", "/t/demo/logs/720p/index.m3u8");
    awaitCounted("counted", 100_000 + 10 + 20);
    assertThat(http.send("GET", "/metrics").text())
        .contains("cordwood_webseed_media_bytes_total{rendition=\"counted\",title=\"demo/logs\"}")
        .contains("cordwood_webseed_requests_total{status=\"206\"}");
  }

  @Test
  void anAnswerThatIsCutShortCountsWhatWentOut() throws IOException {
    double before = counted("big");
    int read;
    try (var socket = http.open()) {
      socket.setReceiveBufferSize(65_536);
      RawHttp.write(socket, "GET", "/t/demo/logs/720p/big.m4s");
      read = socket.getInputStream().readNBytes(1_000_000).length;
      socket.setSoLinger(true, 0);
    }
    http.send("GET", "/t/demo/logs/720p/big.m4s", "Range: bytes=0-0");
    assertThat(read).isEqualTo(1_000_000);
    await(() -> counted("big") > before + 999_000);
    assertThat(counted("big")).isBetween(before + 999_000, before + BIG / 2.0);
  }

  @Test
  void aStrictClientReadsTheSameBytes() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + FILE))
              .header("Range", "bytes=1000-1999")
              .build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(206);
      assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(BYTES, 1000, 2000));
    }
  }

  private static double counted(String rendition) {
    var counter =
        metrics
            .find("cordwood.webseed.media.bytes")
            .tag("title", "demo/logs")
            .tag("rendition", rendition)
            .counter();
    return counter == null ? 0 : counter.count();
  }

  /** The last bytes are counted when the kernel has them, a moment before or after we do. */
  private static void awaitCounted(String rendition, double expected) {
    await(() -> counted(rendition) >= expected);
    assertThat(counted(rendition)).isEqualTo(expected);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
      Thread.yield();
    }
  }

  private static void assertProblem(RawHttp.Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    var problem = new JsonObject(answer.text());
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("detail")).isNotBlank();
    assertThat(problem.fieldNames()).containsExactlyInAnyOrder("type", "title", "status", "detail");
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
