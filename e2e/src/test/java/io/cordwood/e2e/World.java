package io.cordwood.e2e;

import io.cordwood.bench.harness.Await;
import io.cordwood.bench.harness.Distance;
import io.cordwood.bench.harness.Film;
import io.cordwood.bench.harness.Lab;
import io.cordwood.bench.harness.PublicTracker;
import io.cordwood.bench.harness.Repository;
import io.cordwood.bench.harness.Stack;
import io.cordwood.bench.harness.Viewer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What all tests share: one browser, one pair of servers with the demo film and its opening, and
 * what a test has started of its own, which ends with the test. Used by one thread.
 */
final class World implements AutoCloseable {
  /** The demo film, 96 s. */
  static final String FILM = "logs";

  /** Its first 24 s as a film of its own, for tests that watch to the end. */
  static final String OPENING = "opening";

  /** The same for those with a ticket only. */
  static final String CLOSED = "members";

  private static final int OPENING_SEGMENTS = 8;
  private static final int FOOTAGE_SEGMENTS = 90;
  private static final long PIECE_BYTES = 65_536;

  private final Repository repository = Repository.find();
  private final Path folder;
  private final Path screenshots = Path.of("target", "screenshots").toAbsolutePath();
  private final Film film = new Film(repository.demo());
  private final Film opening;
  private final Lab lab;
  private final Stack servers;
  private final List<Stack> started = new ArrayList<>();
  private final List<Distance> distances = new ArrayList<>();
  private PublicTracker tracker;
  private Footage footage;

  World() {
    try {
      folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "e2e")), "run");
      Files.createDirectories(screenshots);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    opening = film.opening(folder.resolve("opening"), OPENING_SEGMENTS);
    lab = Lab.start(repository);
    servers = Stack.start(repository, folder.resolve("shared"));
    servers.publish(film, FILM, "--name", "Two logs each");
    servers.publish(opening, OPENING, "--name", "The opening");
    servers.publish(opening, CLOSED, "--name", "For members", "--closed");
  }

  /** The servers that no test ends. */
  Stack servers() {
    return servers;
  }

  /** Servers of this test alone, with the opening published. */
  Stack serversToEnd(String name) {
    return publishing(Stack.start(repository, folder.resolve(name)));
  }

  /** The same with a webseed whose line carries no more than this. */
  Stack narrowServers(String name, long bitsPerSecond) {
    return narrowServers(name, bitsPerSecond, Duration.ZERO);
  }

  /** The same a round trip away from viewers. */
  Stack narrowServers(String name, long bitsPerSecond, Duration roundTrip) {
    var distance = Distance.of(roundTrip);
    distances.add(distance);
    return publishing(Stack.startNarrow(repository, folder.resolve(name), distance, bitsPerSecond));
  }

  private Stack publishing(Stack stack) {
    started.add(stack);
    stack.publish(opening, OPENING);
    return stack;
  }

  /** A tracker of this test alone, for any swarm; the same at each call. */
  PublicTracker publicTracker() {
    if (tracker == null) {
      tracker = PublicTracker.start(repository, folder.resolve("tracker"));
    }
    return tracker;
  }

  /** The site and the browser. */
  Lab lab() {
    return lab;
  }

  /** The demo film. */
  Film film() {
    return film;
  }

  /** The first seconds of the demo film. */
  Film opening() {
    return opening;
  }

  /** Three minutes to push to channels; made at the first call. */
  Footage footage() {
    if (footage == null) {
      footage = Footage.of(folder, FOOTAGE_SEGMENTS);
    }
    return footage;
  }

  /** How many pieces a viewer of one rendition can hold. */
  static int pieces(Film film, String rendition) {
    return film.segments(rendition).stream()
        .mapToInt(s -> Math.ceilDiv((int) s.sizeBytes(), (int) PIECE_BYTES))
        .sum();
  }

  /** Keeps a picture of what a viewer sees as {@code name.png}. */
  void picture(Viewer viewer, String name) {
    viewer.screenshot(screenshots.resolve(name + ".png"));
  }

  /** The same of the whole page. */
  void wholePicture(Viewer viewer, String name) {
    viewer.wholePage(screenshots.resolve(name + "-whole.png"));
  }

  /** What helps to understand a failure: both servers' logs and what every viewer sees. */
  void evidence(String test) {
    lab.viewers().forEach(v -> picture(v, "failed-" + test + "-" + v.name().replace(' ', '-')));
    lab.viewers().forEach(v -> System.err.println("--- " + v.describe()));
    Stream.concat(Stream.of(servers), started.stream()).forEach(s -> System.err.println(s.logs()));
    if (tracker != null) {
      System.err.println("--- tracker\n" + tracker.log());
    }
  }

  /** Ends what the test has begun. */
  void tidy() {
    lab.leaveAll();
    started.forEach(Stack::close);
    started.clear();
    distances.forEach(Distance::close);
    distances.clear();
    if (tracker != null) {
      tracker.close();
      tracker = null;
    }
  }

  @Override
  public void close() {
    try {
      lab.close();
    } finally {
      servers.close();
    }
  }

  /** Returns when it is time for a viewer to come: the first, number 0, at the start. */
  static void arriveAt(long startNanos, int number, Duration apart) {
    Await.moment(startNanos + apart.multipliedBy(number).toNanos());
  }
}
