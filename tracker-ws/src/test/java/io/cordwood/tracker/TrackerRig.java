package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.swarm.content.SwarmId;
import io.cordwood.tracker.TrackerConfig.Rate;
import io.cordwood.tracker.TrackerCounters.Count;
import io.cordwood.tracker.protocol.SwarmPolicy;
import io.cordwood.tracker.standalone.Tracker;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A whole tracker on a free port. Closing asserts that nothing is left open and nothing failed. */
final class TrackerRig implements AutoCloseable {
  /** More than any test sends. */
  static final Rate ANY = new Rate(1e9, 1_000_000_000);

  /** As many as are forgiven at once, and no more within a test. */
  static Rate once(int burst) {
    return new Rate(1e-6, burst);
  }

  final TrackerCounters counters = new TrackerCounters();
  final Tracker tracker;

  TrackerRig(TrackerConfig config, SwarmPolicy policy) throws IOException {
    tracker = new Tracker(config, policy, counters, Optional.empty());
    tracker.door().start();
  }

  /** For anybody, as fast as they like. */
  static TrackerRig open() throws IOException {
    return new TrackerRig(config(ANY, ANY, ANY), SwarmPolicy.open());
  }

  /** The usual tracker, which ends quickly, with these rates. */
  static TrackerConfig config(Rate connection, Rate address, Rate violations) {
    var usual = DoorRig.config();
    return usual
        .with(usual.limits().withRates(connection, address, violations))
        .with(usual.timing().withEnd(Duration.ofSeconds(1), Duration.ZERO));
  }

  TrackerClient client(String... headers) throws IOException {
    return new TrackerClient(RawSocket.upgraded(tracker.door().port(), headers));
  }

  long count(Count what) {
    return counters.get(what);
  }

  void awaitCount(Count what, long value) {
    DoorRig.await(what + " is " + value, () -> count(what) == value);
  }

  /** Waits until so many peers are in the swarm. */
  void awaitPeers(SwarmId swarm, int peers) {
    DoorRig.await(
        peers + " peers in " + swarm.latin1(),
        () -> {
          var tally = tracker.swarms().tally(swarm);
          return tally.complete() + tally.incomplete() == peers;
        });
  }

  @Override
  public void close() {
    tracker.close();
    assertThat(tracker.door().connections()).as("connections left open").isZero();
    assertThat(tracker.swarms().connections()).as("connections of the swarms").isZero();
    assertThat(count(Count.CLOSED)).isEqualTo(count(Count.OPENED));
    assertThat(count(Count.HANDLER_FAILED)).as("handlers that failed").isZero();
    assertThat(tracker.swarms().laneCounters().failed()).as("lanes that failed").isZero();
    DoorRig.await("the lanes' threads end", () -> !isThreadLeft("swarm-"));
    DoorRig.await("the door's threads end", () -> !isThreadLeft("tracker-door"));
  }

  private static boolean isThreadLeft(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith(prefix));
  }
}
