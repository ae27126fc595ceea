package io.cordwood.e2e;

import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Http;
import io.cordwood.bench.harness.Stack;
import io.cordwood.bench.harness.Viewer;
import io.cordwood.bench.harness.ViewerReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Pushes footage to a channel as encoders do, by its own clock: a segment every two seconds while
 * somebody waits for something, or many at once, so that a window slides while nobody has to wait.
 * The segment of media sequence number n has number n + 1 at the webseed, or as much more as the
 * channel had come before. For the test's thread.
 */
final class Publisher {
  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int LISTED = 8;

  private final Stack servers;
  private final String slug;
  private final String address;
  private final Footage footage;
  private final int base;
  private final Set<String> missing = new HashSet<>();
  private int sent;
  private long startNanos;

  private Publisher(Stack servers, String slug, String address, Footage footage, int base) {
    this.servers = servers;
    this.slug = slug;
    this.address = address;
    this.footage = footage;
    this.base = base;
  }

  /** Makes the channel, and sends so many segments at once. */
  static Publisher begin(
      Stack servers, String slug, Footage footage, int segments, String... options) {
    var address = servers.pushAddress(slug, options);
    return new Publisher(servers, slug, address, footage, 0).onTheAir(segments);
  }

  /**
   * The same of a channel that has come to a number before, of which the webseed has no more than
   * the channel's key: it goes on from what the node knows.
   */
  static Publisher goOn(Stack servers, String slug, Footage footage, int segments, int number) {
    Leased.upTo(servers, slug, number);
    var address = servers.pushAddress(slug);
    return new Publisher(servers, slug, address, footage, number).onTheAir(segments);
  }

  private Publisher onTheAir(int segments) {
    put("master.m3u8", footage.master());
    for (var rendition : Footage.RENDITIONS) {
      put(rendition + "/init.mp4", footage.init(rendition));
    }
    burst(segments);
    servers.awaitServed(slug);
    return this;
  }

  /** Sends so many segments now; from here on the next is due in two seconds. */
  void burst(int segments) {
    for (int i = 0; i < segments; i++) {
      send();
    }
    startNanos = System.nanoTime() - sent * nanos(1);
  }

  /** The number at the webseed of the segment that is sent next. */
  int next() {
    return base + sent + 1;
  }

  /** In this rendition the playlist will name the next segment, and nobody sends it. */
  void skipNext(String rendition) {
    missing.add(rendition + sent);
  }

  /** In this rendition the connection will be lost in the middle of the next segment. */
  void breakNext(String rendition) {
    missing.add(rendition + sent);
    var uri = URI.create(address + rendition + "/" + file(sent));
    var half = footage.segment(rendition, sent);
    try (var socket = new Socket(uri.getHost(), uri.getPort())) {
      var head = "PUT %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n";
      var out = socket.getOutputStream();
      out.write(
          head.formatted(uri.getPath(), uri.getAuthority(), half.length)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(half, 0, half.length / 2);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes on sending until a viewer's report satisfies {@code condition}. */
  ViewerReport await(Viewer viewer, String what, Predicate<ViewerReport> condition) {
    Await.until(
        () -> viewer.name() + " " + what + "; " + viewer.describe() + playlist("240p"),
        SOON,
        () -> {
          keepUp();
          return condition.test(viewer.report());
        });
    return viewer.report();
  }

  /** What the webseed says is on the air. */
  String playlist(String rendition) {
    var address = URI.create(servers.playlist(slug)).resolve(rendition + "/index.m3u8");
    return Http.get(address).body();
  }

  /** The number of the first segment that a playlist names now. */
  int oldest(String rendition) {
    return Integer.parseInt(
        playlist(rendition).replaceFirst("(?s).*#EXT-X-MEDIA-SEQUENCE:(\\d+).*", "$1"));
  }

  private void keepUp() {
    while (System.nanoTime() - startNanos >= nanos(sent + 1)) {
      send();
    }
  }

  private static long nanos(int segments) {
    return Duration.ofSeconds((long) segments * Footage.SEGMENT_SECONDS).toNanos();
  }

  private void send() {
    for (var rendition : Footage.RENDITIONS) {
      if (!missing.contains(rendition + sent)) {
        put(rendition + "/" + file(sent), footage.segment(rendition, sent));
      }
    }
    sent++;
    for (var rendition : Footage.RENDITIONS) {
      put(rendition + "/index.m3u8", listing());
    }
  }

  private byte[] listing() {
    int first = Math.max(0, sent - LISTED);
    List<String> lines = new ArrayList<>(List.of("#EXTM3U", "#EXT-X-VERSION:7"));
    lines.add("#EXT-X-TARGETDURATION:" + Footage.SEGMENT_SECONDS);
    lines.add("#EXT-X-MEDIA-SEQUENCE:" + first);
    lines.add("#EXT-X-MAP:URI=\"init.mp4\"");
    for (int i = first; i < sent; i++) {
      lines.add("#EXTINF:2.000000,");
      lines.add(file(i));
    }
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static String file(int sequence) {
    return "s" + sequence + ".m4s";
  }

  private void put(String file, byte[] body) {
    var answer = Http.put(URI.create(address + file), body);
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(file + ": " + answer.statusCode() + " " + answer.body());
    }
  }
}
