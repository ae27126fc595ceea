package io.cordwood.bench;

import io.cordwood.bench.harness.Http;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What one quality of a channel has published, as its playlist tells whoever reads it often enough.
 * Reads on a thread of its own; asked by any.
 */
final class OnAir implements AutoCloseable {
  private static final long READ_EVERY_MS = 500;

  private final URI playlist;
  private final Map<String, Long> sizes = new HashMap<>();
  private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor();
  private RuntimeException failure;

  private OnAir(URI playlist) {
    this.playlist = playlist;
  }

  /** Reads a media playlist from now on. */
  static OnAir read(URI playlist) {
    var onAir = new OnAir(playlist);
    onAir.reader.scheduleWithFixedDelay(onAir::look, 0, READ_EVERY_MS, TimeUnit.MILLISECONDS);
    return onAir;
  }

  /** How many segments were seen. */
  synchronized int segments() {
    return read().size();
  }

  /** Their bytes. */
  synchronized long bytes() {
    return read().values().stream().mapToLong(Long::longValue).sum();
  }

  private Map<String, Long> read() {
    if (failure != null) {
      throw failure;
    }
    return sizes;
  }

  private void look() {
    try {
      var named = named();
      for (var uri : named) {
        if (!known(uri)) {
          learned(uri, Http.length(playlist.resolve(uri)));
        }
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private List<String> named() {
    var answer = Http.get(playlist);
    if (answer.statusCode() != 200) {
      return List.of();
    }
    return answer.body().lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
  }

  private synchronized boolean known(String uri) {
    return sizes.containsKey(uri);
  }

  private synchronized void learned(String uri, long bytes) {
    sizes.put(uri, bytes);
  }

  private synchronized void failed(RuntimeException e) {
    failure = e;
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }
}
