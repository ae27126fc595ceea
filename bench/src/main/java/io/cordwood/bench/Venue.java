package io.cordwood.bench;

import io.cordwood.bench.harness.Distance;
import io.cordwood.bench.harness.Film;
import io.cordwood.bench.harness.Lab;
import io.cordwood.bench.harness.PublicTracker;
import io.cordwood.bench.harness.Repository;
import io.cordwood.bench.harness.Scratch;
import io.cordwood.bench.harness.Stack;
import java.time.Duration;

/**
 * Where viewers of all systems watch one film, pinned to one quality: servers, a tracker for those
 * who bring none, a site and a browser. Used by one thread.
 */
final class Venue implements Stage, AutoCloseable {
  private static final String SLUG = "film";

  private final Film film;
  private final String rendition;
  private final Distance distance;
  private final Scratch scratch = Scratch.make("cordwood-venue");
  private Stack stack;
  private PublicTracker tracker;
  private Lab lab;

  private Venue(Film film, String rendition, Distance distance) {
    this.film = film;
    this.rendition = rendition;
    this.distance = distance;
  }

  /** Opens one whose viewers are a round trip away from everything but each other. */
  static Venue open(Repository repository, Film film, String rendition, Duration roundTrip) {
    var venue = new Venue(film, rendition, Distance.of(roundTrip));
    try {
      venue.start(repository);
      return venue;
    } catch (RuntimeException e) {
      venue.close();
      throw e;
    }
  }

  private void start(Repository repository) {
    stack = Stack.start(repository, scratch.folder(), distance);
    stack.publish(film, SLUG);
    tracker = PublicTracker.start(repository, scratch.folder(), distance);
    lab = Lab.start(repository, distance);
  }

  Film film() {
    return film;
  }

  @Override
  public String slug() {
    return SLUG;
  }

  @Override
  public String rendition() {
    return rendition;
  }

  @Override
  public Stack stack() {
    return stack;
  }

  @Override
  public PublicTracker tracker() {
    return tracker;
  }

  @Override
  public Lab lab() {
    return lab;
  }

  /** Media bytes of the film that the webseed has sent. */
  long sentBytes() {
    return stack.counters().of("demo/" + SLUG);
  }

  @Override
  public void close() {
    if (lab != null) {
      lab.close();
    }
    if (tracker != null) {
      tracker.close();
    }
    if (stack != null) {
      stack.close();
    }
    distance.close();
    scratch.close();
  }
}
