package io.cordwood.webseed.relay;

import io.cordwood.webseed.relay.RelayCounters.Outcome;
import io.cordwood.webseed.relay.Upstream.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webseed that takes a channel in, as its relay asks it. Its invariant: each name is worked on
 * once at a time, however many ask, and who did not answer is left alone for a moment. Any thread.
 */
final class Source {
  private static final Logger LOG = LoggerFactory.getLogger(Source.class);
  private static final Duration LEAST_REST = Duration.ofMillis(250);
  private static final Duration FULL_AGAIN = Duration.ofSeconds(1);

  private final Upstream upstream;
  private final RelayCounters counters;
  private final Flights flights;
  private final InstantSource clock;
  private volatile KnownChannel known;
  private volatile Instant restUntil = Instant.MIN;

  Source(
      KnownChannel known,
      Upstream upstream,
      RelayCounters counters,
      Flights flights,
      InstantSource clock) {
    this.known = known;
    this.upstream = upstream;
    this.counters = counters;
    this.flights = flights;
    this.clock = clock;
  }

  KnownChannel known() {
    return known;
  }

  /** The node says where the channel is taken in now; whether that is elsewhere. */
  boolean update(KnownChannel now) {
    boolean moved = !now.from().equals(known.from());
    known = now;
    if (moved) {
      restUntil = Instant.MIN;
    }
    return moved;
  }

  /** Of this source: one that takes its place, for another key, shares nothing with it. */
  private record FlightName(Source of, String path) {}

  /** Does {@code work} on a path, or waits for who does it. */
  CompletableFuture<Found> once(String path, Supplier<Found> work) {
    return once(path, _ -> work.get());
  }

  /** The same with work that may say what it found before it is done. */
  CompletableFuture<Found> once(String path, Function<Consumer<Found>, Found> work) {
    return switch (flights.join(new FlightName(this, path), work)) {
      case Flights.Flight.Begun(var found) -> found;
      case Flights.Flight.Joined(var found) -> {
        counters.count(known.title(), Outcome.JOINED);
        yield found;
      }
      case Flights.Flight.Full() -> {
        counters.count(known.title(), Outcome.BUSY);
        yield CompletableFuture.completedFuture(new Found.Busy(FULL_AGAIN));
      }
    };
  }

  /** Asks for a file of at most {@code maxBytes}; {@code tag} is that of what is here already. */
  Answer fetch(String path, long maxBytes, Optional<String> tag) {
    return ask(path, from -> upstream.get(from, path, maxBytes, tag));
  }

  /** Asks for a file that is read as it comes. */
  Answer fetch(String path, Upstream.Reading reading) {
    return ask(path, from -> upstream.read(from, path, reading));
  }

  /** But for a moment after it did not answer. */
  private Answer ask(String path, Function<URI, Answer> request) {
    var from = known.from();
    if (from.isEmpty()) {
      return new Answer.Away("nobody takes it in");
    }
    if (clock.instant().isBefore(restUntil)) {
      return new Answer.Away("it did not answer just now");
    }
    var answer = request.apply(from.get());
    count(path, from.get(), answer);
    return answer;
  }

  private void count(String path, URI from, Answer answer) {
    switch (answer) {
      case Answer.Bytes(byte[] bytes, var _) -> {
        counters.count(known.title(), Outcome.PULLED);
        counters.bytes(known.title(), bytes.length);
      }
      case Answer.Same() -> counters.count(known.title(), Outcome.PULLED);
      case Answer.Nothing() -> counters.count(known.title(), Outcome.NOTHING);
      case Answer.Busy(var _) -> counters.count(known.title(), Outcome.BUSY);
      case Answer.Wrong(String why) -> wrong(path, why);
      case Answer.Away(String why) -> {
        counters.count(known.title(), Outcome.AWAY);
        LOG.debug("{} does not come from {}: {}", known.title(), from, why);
        rest();
      }
    }
  }

  private void rest() {
    var half = Duration.ofMillis(known.targetMs() / 2);
    restUntil = clock.instant().plus(half.compareTo(LEAST_REST) > 0 ? half : LEAST_REST);
  }

  /** What came is not what the channel signed: it is said and counted. */
  Found wrong(String path, String why) {
    counters.count(known.title(), Outcome.WRONG);
    LOG.warn("{}/{} of {} is not served: {}", known.title(), path, known.from().orElse(null), why);
    return new Found.Broken();
  }

  /** What an answer without a file means to who asked here. */
  static Found refused(Answer answer) {
    return switch (answer) {
      case Answer.Nothing() -> new Found.Nothing();
      case Answer.Busy(var retryAfter) -> new Found.Busy(retryAfter);
      case Answer.Bytes _, Answer.Same _, Answer.Wrong _, Answer.Away _ -> new Found.Broken();
    };
  }
}
