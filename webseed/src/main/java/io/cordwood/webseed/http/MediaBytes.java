package io.cordwood.webseed.http;

import io.cordwood.webseed.store.MediaKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/**
 * Counts the body bytes of media segments that went out, by title and rendition. There are as many
 * counters as served renditions. Any thread.
 */
final class MediaBytes {
  private static final String NAME = "cordwood.webseed.media.bytes";

  private final MeterRegistry registry;
  private final Map<MediaKey, Counter> counters = new ConcurrentHashMap<>();

  MediaBytes(MeterRegistry registry) {
    this.registry = registry;
  }

  /** All that went out, whatever the title. */
  long total() {
    return (long) counters.values().stream().mapToDouble(Counter::count).sum();
  }

  /** What is told how many bytes of {@code key} went out. */
  LongConsumer of(MediaKey key) {
    return counters.computeIfAbsent(key, this::register)::increment;
  }

  private Counter register(MediaKey key) {
    return Counter.builder(NAME)
        .description("Body bytes of media segments sent")
        .tag("title", key.title().toString())
        .tag("rendition", key.rendition().toString())
        .register(registry);
  }
}
