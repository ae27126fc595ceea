package io.cordwood.tracker;

import io.cordwood.tracker.protocol.SwarmPolicy;
import io.cordwood.tracker.protocol.Tracker;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a tracker door by itself: {@code --host ADDRESS --port NUMBER}, until it is told to stop.
 */
public final class TrackerMain {
  private static final String USAGE =
      """
      Usage: tracker [--host ADDRESS] [--port NUMBER]
        --host  address to listen on (default 127.0.0.1)
        --port  port to listen on, 0 for any free one (default 8000)\
      """;
  private static final int EXIT_USAGE = 2;
  private static final int EXIT_FAILED = 1;

  private TrackerMain() {}

  /** Starts, and stops on SIGTERM or SIGINT. */
  public static void main(String[] args) throws InterruptedException {
    var parsed = TrackerArguments.parse(args);
    switch (parsed) {
      case TrackerArguments.Help help -> System.out.println(USAGE);
      case TrackerArguments.Wrong wrong -> fail(wrong.sentence() + "\n" + USAGE, EXIT_USAGE);
      case TrackerArguments.Listen listen -> run(listen, System.out);
    }
  }

  private static void run(TrackerArguments.Listen listen, PrintStream out)
      throws InterruptedException {
    var tracker =
        new Tracker(
            TrackerConfig.of(listen.host(), listen.port()),
            SwarmPolicy.open(),
            new TrackerCounters(),
            Optional.empty());
    var door = tracker.door();
    try {
      door.start();
    } catch (IOException e) {
      fail(e.getMessage(), EXIT_FAILED);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(tracker::close, "stop"));
    var host = listen.host().contains(":") ? "[" + listen.host() + "]" : listen.host();
    out.println("The tracker door listens on ws://" + host + ":" + door.port() + "/");
    new CountDownLatch(1).await();
  }

  private static void fail(String sentence, int status) {
    System.err.println(sentence);
    System.exit(status);
  }
}
