package io.cordwood.signaling.catalogue;

import io.cordwood.signaling.http.Json;
import io.cordwood.signaling.http.ProblemException;
import io.cordwood.swarm.content.TitleId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/**
 * Who takes each channel in. Invariant: at most one webseed at a time has a channel's lease, what
 * is known of how far a channel has come never goes back, and whoever follows another begins behind
 * all that that one may have signed. Safe on every thread, and on every node that shares the store:
 * each change is one atomic replacement. Writing waits for the disk.
 */
public final class Leases {
  /** A lease lasts so many segments at least. */
  private static final int SEGMENTS = 3;

  /** More channels than a catalogue's webseeds can take in, and 200 bytes each. */
  private static final int MAX_CHANNELS = 10_000;

  /** What came of a wish. */
  sealed interface Answer {
    /** The webseed has the lease for this long; it goes on from {@code mark}. */
    record Granted(Duration lasts, Mark mark) implements Answer {}

    /** Another one has it, for {@code left} at least. */
    record Held(WebseedId by, Duration left) implements Answer {}
  }

  private final ConcurrentMap<String, String> stored;
  private final Duration least;
  private final Instant startedAt;

  /**
   * The leases in an open store, each for {@code least} or longer. Those that stand there last that
   * long from {@code startedAt}, since nobody could renew them before.
   */
  public Leases(CatalogueStore store, Duration least, Instant startedAt) {
    this.stored = store.leases();
    this.least = least;
    this.startedAt = startedAt;
  }

  /** Gives a lease, or renews it. */
  Answer ask(TitleId channel, LeaseRequest request, Instant now) {
    String key = channel.toString();
    while (true) {
      var text = stored.get(key);
      var there = Optional.ofNullable(text).map(json -> Json.read(json, Lease.class));
      boolean own = there.filter(lease -> lease.webseed().equals(request.webseed())).isPresent();
      if (there.isPresent() && !own && now.isBefore(end(there.get()))) {
        var by = new WebseedId(there.get().webseed());
        return new Answer.Held(by, Duration.between(now, end(there.get())));
      }
      var known = there.map(Lease::mark).orElse(Mark.NONE);
      var mark = (own ? known : known.leapt()).max(request.mark());
      var lasts = lasts(request.targetMs());
      var next = new Lease(request.webseed(), now.plus(lasts).toEpochMilli(), mark);
      if (replace(key, text, Json.write(next))) {
        return new Answer.Granted(lasts, mark);
      }
    }
  }

  private boolean replace(String key, String before, String after) {
    if (before != null) {
      return stored.replace(key, before, after);
    }
    if (stored.size() >= MAX_CHANNELS) {
      throw new ProblemException(503, "This node has given all its leases; remove channels.");
    }
    return stored.putIfAbsent(key, after) == null;
  }

  /** Who takes a channel in, or did so last. */
  public Optional<WebseedId> holder(TitleId channel) {
    return Optional.ofNullable(stored.get(channel.toString()))
        .map(json -> new WebseedId(Json.read(json, Lease.class).webseed()));
  }

  private Instant end(Lease lease) {
    var written = Instant.ofEpochMilli(lease.untilMs());
    var heard = startedAt.plus(least);
    return written.isAfter(heard) ? written : heard;
  }

  private Duration lasts(int targetMs) {
    var segments = Duration.ofMillis((long) SEGMENTS * targetMs);
    return segments.compareTo(least) > 0 ? segments : least;
  }
}
