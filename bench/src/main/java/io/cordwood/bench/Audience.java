package io.cordwood.bench;

import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Viewer;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Viewers who come one after the other and watch a film to its end. */
final class Audience {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Venue venue;

  Audience(Venue venue) {
    this.venue = venue;
  }

  /** Watches with one system and reads all counters at the end, before anyone leaves. */
  AudienceFigures watch(PlayerSystem system, ViewersOptions options) {
    var sentBefore = venue.sentBytes();
    var cpuBefore = venue.lab().cpuSeconds();
    var viewers = seats(system, options.viewers());
    arrive(viewers, Duration.ofSeconds(options.apartSeconds()));
    toTheEnd(viewers);
    var cpuSeconds = venue.lab().cpuSecondsSince(cpuBefore);
    var reports = viewers.stream().map(Viewer::report).toList();
    var sent = venue.sentBytes() - sentBefore;
    viewers.forEach(venue.lab()::leave);
    var filmBytes = venue.film().bytes(options.rendition());
    return AudienceFigures.of(system, reports, sent, filmBytes, cpuSeconds);
  }

  private List<Viewer> seats(PlayerSystem system, int viewers) {
    return IntStream.rangeClosed(1, viewers)
        .mapToObj(number -> system.seat(venue, system.label() + " " + number))
        .toList();
  }

  private static void arrive(List<Viewer> viewers, Duration apart) {
    var start = System.nanoTime();
    for (var i = 0; i < viewers.size(); i++) {
      Await.moment(start + apart.multipliedBy(i).toNanos());
      viewers.get(i).begin();
    }
  }

  /** The pages are left alone until the last viewer can have seen it all: questions cost time. */
  private void toTheEnd(List<Viewer> viewers) {
    var film = Duration.ofMillis((long) (1000 * venue.film().seconds(venue.rendition())));
    Await.moment(System.nanoTime() + film.toNanos());
    Await.within(PATIENCE, () -> viewers.stream().allMatch(Viewer::ended));
  }
}
