package io.cordwood.webseed.http;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.Channels;
import io.cordwood.webseed.relay.Relays;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Set;

/**
 * How long ago the newest segment of each channel came: an encoder that stalls is seen before its
 * viewers run dry. Used by one thread at a time; gauges are read by any.
 */
final class ChannelGauges {
  private static final double MS_PER_SECOND = 1000;

  private final Channels channels;
  private final Relays relays;
  private final MeterRegistry metrics;
  private final Set<TitleId> known = new HashSet<>();

  ChannelGauges(Channels channels, Relays relays, MeterRegistry metrics) {
    this.channels = channels;
    this.relays = relays;
    this.metrics = metrics;
  }

  /** Adds what is new. */
  synchronized void look() {
    channels.states().keySet().stream().filter(known::add).forEach(this::add);
  }

  private void add(TitleId title) {
    Gauge.builder("cordwood.live.segment.age", () -> seconds(title))
        .description("Since the newest segment came; NaN off the air and where others take it in")
        .baseUnit("seconds")
        .tag("title", title.toString())
        .register(metrics);
  }

  private double seconds(TitleId title) {
    return relays.hasSource(title)
        ? Double.NaN
        : channels.silence(title).map(one -> one.toMillis() / MS_PER_SECOND).orElse(Double.NaN);
  }
}
