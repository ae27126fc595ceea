package io.cordwood.signaling.catalogue;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.swarm.rules.WebseedLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which titles have webseeds with little to spare: by what these say that they send, and by who
 * comes, for a heartbeat tells of a crowd when it is too late. Counts who joins here, whether they
 * come or not; other nodes count theirs. Remembers at most one state a title. Safe on every thread.
 */
public final class Crowds {
  /** Busy from this part of the capacity on, and no more below that. */
  private static final double FROM = 0.5;

  private static final double UNTIL = 0.25;

  /** Joins are forgotten at this pace; the mean of so long is what comes of it. */
  private static final Duration MEMORY = Duration.ofSeconds(2);

  /** How much of a film a newcomer asks webseeds for before peers bring it. */
  private static final double NEWCOMER_SECONDS = 3;

  /** Of a title whose joins are fewer than this per second nothing is remembered. */
  private static final double IDLE = 1e-3;

  private record State(double joinsPerSecond, Instant at, boolean busy) {
    static State idle(Instant now) {
      return new State(0, now, false);
    }

    double joinsAt(Instant now) {
      double seconds = Math.max(0, Duration.between(at, now).toNanos() / 1e9);
      return joinsPerSecond * Math.exp(-seconds / MEMORY.toSeconds());
    }
  }

  private final Webseeds webseeds;
  private final Map<TitleId, State> states = new ConcurrentHashMap<>();

  /** Of what those webseeds serve. */
  public Crowds(Webseeds webseeds) {
    this.webseeds = webseeds;
  }

  /** A viewer comes; tells whether webseeds have little to spare for it. */
  public boolean joined(Title title, Instant now) {
    return states
        .compute(
            title.id(),
            (id, before) -> {
              var state = before == null ? State.idle(now) : before;
              return next(title, state, state.joinsAt(now) + 1.0 / MEMORY.toSeconds(), now);
            })
        .busy();
  }

  /** How much the webseeds of a title have to do. */
  public WebseedLoad loadOf(Title title, Instant now) {
    var state =
        states.compute(
            title.id(),
            (id, before) -> {
              var known = before == null ? State.idle(now) : before;
              var next = next(title, known, known.joinsAt(now), now);
              return next.busy() || next.joinsPerSecond() > IDLE ? next : null;
            });
    return new WebseedLoad(
        webseeds.egressOf(title.id(), now).heat(), state != null && state.busy());
  }

  private State next(Title title, State before, double joins, Instant now) {
    var egress = webseeds.egressOf(title.id(), now);
    double foreseen =
        egress.capacity() == 0
            ? 0
            : joins * NEWCOMER_SECONDS * highestRate(title) / egress.capacity();
    double load = Math.max(egress.heat(), foreseen);
    return new State(joins, now, load >= (before.busy() ? UNTIL : FROM));
  }

  private static long highestRate(Title title) {
    return title.renditions().stream().mapToLong(Title.Rendition::bandwidth).max().orElse(0);
  }
}
