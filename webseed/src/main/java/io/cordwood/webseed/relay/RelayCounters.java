package io.cordwood.webseed.relay;

import io.cordwood.swarm.content.TitleId;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** What is fetched from other webseeds; any thread. */
final class RelayCounters {
  private final MeterRegistry metrics;

  /** What came of asking for a file that was not here. */
  enum Outcome {
    /** It was fetched. */
    PULLED,
    /** It was being fetched for somebody else. */
    JOINED,
    /** It is not there. */
    NOTHING,
    /** The other webseed is busy, or too much is under way. */
    BUSY,
    /** The other webseed does not answer. */
    AWAY,
    /** What came was not what the channel signed. */
    WRONG
  }

  RelayCounters(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  void count(TitleId title, Outcome outcome) {
    metrics
        .counter(
            "cordwood.webseed.relay.pulls",
            "title",
            title.toString(),
            "outcome",
            outcome.name().toLowerCase(Locale.ROOT))
        .increment();
  }

  /** Body bytes that came, playlists and records included. */
  void bytes(TitleId title, long count) {
    metrics.counter("cordwood.webseed.relay.bytes", "title", title.toString()).increment(count);
  }
}
