package io.cordwood.tracker.standalone;

import io.cordwood.tracker.TrackerConfig;
import io.cordwood.tracker.TrackerCounters;
import io.cordwood.tracker.meters.TrackerMeters;
import io.cordwood.tracker.protocol.SwarmPolicy;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Runs a tracker by itself until it is told to stop; {@code --help} lists what can be set. */
public final class TrackerMain {
  private static final int EXIT_USAGE = 2;
  private static final int EXIT_FAILED = 1;

  private TrackerMain() {}

  /** Starts, and stops on SIGTERM or SIGINT. */
  public static void main(String[] args) throws InterruptedException {
    switch (TrackerArguments.parse(System.getenv(), args)) {
      case TrackerArguments.Help help -> System.out.println(help.usage());
      case TrackerArguments.Wrong wrong ->
          fail(wrong.sentence() + "\n" + wrong.usage(), EXIT_USAGE);
      case TrackerArguments.Run run -> {
        try {
          start(run);
        } catch (IOException e) {
          fail(e.getMessage(), EXIT_FAILED);
        }
        new CountDownLatch(1).await();
      }
    }
  }

  private static void start(TrackerArguments.Run run) throws IOException {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var tracker =
        new Tracker(
            run.config(), policy(run), new TrackerCounters(), Optional.of(registry::scrape));
    TrackerMeters.bind(registry, tracker.door(), tracker.protocol());
    TrackerMeters.bind(registry, tracker.protocol());
    TrackerMeters.bind(registry, tracker.swarms());
    TrackerMeters.bindProcess(registry);
    tracker.door().start();
    Runtime.getRuntime().addShutdownHook(new Thread(tracker::close, "stop"));
    System.out.println(
        "The tracker door listens on " + address(run.config(), tracker.door().port()));
  }

  private static SwarmPolicy policy(TrackerArguments.Run run) throws IOException {
    if (run.allow().isEmpty()) {
      return SwarmPolicy.open();
    }
    var allowed = InfoHashFile.open(run.allow().get());
    follow(allowed);
    return SwarmPolicy.allowing(allowed::hashes);
  }

  private static void follow(InfoHashFile allowed) {
    Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("allow").factory())
        .scheduleWithFixedDelay(allowed::refresh, 1, 1, TimeUnit.SECONDS);
  }

  private static String address(TrackerConfig config, int port) {
    var host = config.listen().host();
    return "%s://%s:%d/"
        .formatted(
            config.tls().isPresent() ? "wss" : "ws",
            host.contains(":") ? "[" + host + "]" : host,
            port);
  }

  private static void fail(String sentence, int status) {
    System.err.println(sentence);
    System.exit(status);
  }
}
