package io.cordwood.bench.tracker.conformance;

import io.cordwood.bench.harness.Await;
import io.cordwood.bench.tracker.RawTrackerClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Where one case is played: opens sockets, and closes them all at its end. Used by one thread. */
final class Stage implements AutoCloseable {
  /** From a process's last answer until it is seen to be gone. */
  private static final Duration DYING = Duration.ofSeconds(1);

  private final Target target;
  private final List<TrackerSocket> sockets = new ArrayList<>();
  private String note = "";

  Stage(Target target) {
    this.target = target;
  }

  /** One form of a case that has several. */
  interface FormCheck<F> {
    void run(F form) throws IOException;
  }

  /** Opens a socket. */
  TrackerSocket open() throws IOException {
    var socket = new TrackerSocket(connect(), target.patience());
    sockets.add(socket);
    return socket;
  }

  private RawTrackerClient connect() throws IOException {
    var deaths = target.deaths();
    try {
      return RawTrackerClient.open(target.address());
    } catch (IOException e) {
      if (!Await.within(DYING, () -> target.deaths() > deaths)) {
        throw e;
      }
      return RawTrackerClient.open(target.address());
    }
  }

  /** A peer with a socket of its own that has not announced. */
  SwarmPeer peer(InfoHash swarm) throws IOException {
    return new SwarmPeer(open(), swarm, PeerId.fresh());
  }

  /** A leecher that has announced. */
  SwarmPeer leecher(InfoHash swarm) throws IOException {
    var peer = peer(swarm);
    peer.join();
    return peer;
  }

  /** Leechers that have announced, with a socket each. */
  List<SwarmPeer> leechers(InfoHash swarm, int count) throws IOException {
    var peers = new ArrayList<SwarmPeer>();
    for (var i = 0; i < count; i++) {
      peers.add(leecher(swarm));
    }
    return peers;
  }

  /** A seeder that has announced. */
  SwarmPeer seeder(InfoHash swarm) throws IOException {
    var peer = peer(swarm);
    peer.seed();
    return peer;
  }

  /** Plays every form, and throws what was seen with those that went wrong. */
  <F> void each(List<Form<F>> forms, FormCheck<F> check) throws IOException {
    var wrong = new LinkedHashMap<String, List<String>>();
    for (var form : forms) {
      try {
        check.run(form.value());
      } catch (Mismatch e) {
        wrong.computeIfAbsent(e.getMessage(), seen -> new ArrayList<>()).add(form.name());
      }
    }
    if (!wrong.isEmpty()) {
      throw new Mismatch(
          wrong.entrySet().stream()
              .map(seen -> String.join(", ", seen.getValue()) + ": " + seen.getKey())
              .collect(Collectors.joining("; ")));
    }
  }

  /** How long something may take here that a case gives this time. */
  Duration patiently(Duration limit) {
    return limit.multipliedBy(target.patience());
  }

  /** Waits until the counts are these; throws with the last ones when they do not become so. */
  void awaitCounts(Duration limit, Counts wanted, Supplier<Counts> counts) {
    var last = new Counts[1];
    if (!Await.within(limit, () -> wanted.equals(last[0] = counts.get()))) {
      throw new Mismatch("%s after %d ms, not %s".formatted(last[0], limit.toMillis(), wanted));
    }
  }

  /** Says which of the allowed ways the tracker took. */
  void note(String way) {
    note = way;
  }

  String note() {
    return note;
  }

  @Override
  public void close() {
    sockets.forEach(TrackerSocket::close);
  }
}
