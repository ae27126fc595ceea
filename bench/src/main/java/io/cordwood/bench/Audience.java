package io.cordwood.bench;

import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Film;
import io.cordwood.bench.harness.Lab;
import io.cordwood.bench.harness.Stack;
import io.cordwood.bench.harness.Viewer;
import io.cordwood.bench.harness.ViewerReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Viewers who come one after the other and watch a film to its end. */
final class Audience {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Stack stack;
  private final Lab lab;
  private final Film film;
  private final String slug;

  Audience(Stack stack, Lab lab, Film film, String slug) {
    this.stack = stack;
    this.lab = lab;
    this.film = film;
    this.slug = slug;
  }

  /** Watches with one system and reads all counters at the end, before anyone leaves. */
  AudienceFigures watch(PlayerSystem system, ViewersOptions options) {
    var title = "demo/" + slug;
    var before = stack.counters().of(title);
    var viewers = arrive(system, options);
    var reports =
        toTheEnd(viewers, Duration.ofMillis((long) (1000 * film.seconds(options.rendition()))));
    var sent = stack.counters().of(title) - before;
    viewers.forEach(lab::leave);
    return AudienceFigures.of(system, reports, sent, film.bytes(options.rendition()));
  }

  private List<Viewer> arrive(PlayerSystem system, ViewersOptions options) {
    var start = System.nanoTime();
    var viewers = new ArrayList<Viewer>();
    for (var i = 0; i < options.viewers(); i++) {
      Await.moment(start + Duration.ofSeconds((long) i * options.apartSeconds()).toNanos());
      viewers.add(
          system.open(lab, stack, slug, options.rendition(), system.label() + " " + (i + 1)));
    }
    return viewers;
  }

  private static List<ViewerReport> toTheEnd(List<Viewer> viewers, Duration film) {
    Await.within(
        film.plus(PATIENCE), () -> viewers.stream().allMatch(viewer -> viewer.report().ended()));
    return viewers.stream().map(Viewer::report).toList();
  }
}
