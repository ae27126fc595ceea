package io.cordwood.e2e;

import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Http;
import io.cordwood.bench.harness.ServerProcess;
import io.cordwood.bench.harness.Stack;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The test picture on the air in one rendition, {@code 240p}; ends with {@link #close}. */
record OnAir(Stack servers, String slug, ServerProcess encoder) implements AutoCloseable {
  private static final Duration SOON = Duration.ofMinutes(2);

  /** Returns when three segments are on the air. */
  static OnAir begin(Stack servers, String slug, String... options) {
    var all = new ArrayList<>(List.of("--heights", "240"));
    all.addAll(List.of(options));
    var encoder = servers.goLive(slug, all.toArray(String[]::new));
    awaitSegments(servers, slug);
    return new OnAir(servers, slug, encoder);
  }

  /** Returns when a channel has three segments. */
  static void awaitSegments(Stack servers, String slug) {
    Await.until(
        () -> "segments are on the air; " + servers.logs(),
        SOON,
        () -> playlist(servers, slug).split("#EXTINF").length > 3);
  }

  /** What the webseed says is on the air; of no use before the first segment. */
  static String playlist(Stack servers, String slug) {
    var address = URI.create(servers.playlist(slug)).resolve("240p/index.m3u8");
    return Http.get(address).body();
  }

  @Override
  public void close() {
    encoder.close();
  }
}
