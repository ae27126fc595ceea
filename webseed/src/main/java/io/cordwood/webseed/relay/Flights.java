package io.cordwood.webseed.relay;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that many want done at once and that is done once. Its invariant: of one name at most one is
 * under way, and of all names at most {@code most}. Any thread.
 */
final class Flights {
  private static final Logger LOG = LoggerFactory.getLogger(Flights.class);

  private final Executor threads;
  private final int most;
  private final Map<Object, CompletableFuture<Found>> underWay = new ConcurrentHashMap<>();

  /** {@code threads} may be waited on. */
  Flights(Executor threads, int most) {
    this.threads = threads;
    this.most = most;
  }

  /** What came of going along. */
  sealed interface Flight {
    /** It was begun now. */
    record Begun(CompletableFuture<Found> found) implements Flight {}

    /** It was under way. */
    record Joined(CompletableFuture<Found> found) implements Flight {}

    /** Too many are. */
    record Full() implements Flight {}
  }

  /**
   * Does {@code work}, or waits for who does it. Work may say what it found before it is done; all
   * who join until then hear that.
   */
  Flight join(Object name, Function<Consumer<Found>, Found> work) {
    var own = new CompletableFuture<Found>();
    var there = underWay.putIfAbsent(name, own);
    if (there != null) {
      return new Flight.Joined(there);
    }
    if (underWay.size() > most) {
      underWay.remove(name, own);
      own.complete(new Found.Broken());
      return new Flight.Full();
    }
    threads.execute(() -> fly(name, own, work));
    return new Flight.Begun(own);
  }

  private void fly(
      Object name, CompletableFuture<Found> own, Function<Consumer<Found>, Found> work) {
    Found found = new Found.Broken();
    try {
      found = work.apply(own::complete);
    } catch (RuntimeException e) {
      LOG.error("{} was not fetched. Please report it.", name, e);
    } finally {
      underWay.remove(name, own);
      own.complete(found);
    }
  }
}
