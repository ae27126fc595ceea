package io.cordwood.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import io.cordwood.tracker.TrackerCounters.Count;
import io.cordwood.tracker.testkit.Listener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/** A door on a free port, and what a test does to it. Closing asserts that nothing is left open. */
final class DoorRig implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The core is left to those who are waited for. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);

  final TrackerCounters counters = new TrackerCounters();
  final TrackerDoor door;
  final HttpClient http = HttpClient.newHttpClient();

  DoorRig(TrackerConfig config, MessageHandler handler) throws IOException {
    door = new TrackerDoor(config, counters, handler);
    door.start();
  }

  /** Sends every message back. */
  static DoorRig echo() throws IOException {
    return echo(config());
  }

  static DoorRig echo(TrackerConfig config) throws IOException {
    return new DoorRig(config, saying(DoorRig::send));
  }

  /** A handler that calls for each message. */
  static MessageHandler saying(BiConsumer<TrackerConnection, String> action) {
    return connection ->
        new Conversation() {
          @Override
          public void message(byte[] utf8) {
            action.accept(connection, new String(utf8, StandardCharsets.UTF_8));
          }

          @Override
          public void closed() {}
        };
  }

  static void send(TrackerConnection to, String text) {
    to.send(text.getBytes(StandardCharsets.UTF_8), Importance.REPLY);
  }

  static TrackerConfig config() {
    return TrackerConfig.of("127.0.0.1", 0);
  }

  static TrackerConfig config(int connections, int messageBytes, long partialBytes) {
    var usual = config();
    return usual
        .with(
            usual
                .limits()
                .withConnections(connections, 1_000, 1_000)
                .withBytes(messageBytes, partialBytes))
        .with(usual.timing().withEnd(Duration.ofSeconds(1), Duration.ZERO));
  }

  Listener connect(String path) {
    return new Listener(http, URI.create("ws://127.0.0.1:" + door.port() + path));
  }

  RawSocket raw(String... headers) throws IOException {
    return RawSocket.upgraded(door.port(), headers);
  }

  HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path)).build(),
        BodyHandlers.ofString());
  }

  /** Waits until it is so; fails when it does not become so. */
  static void await(String what, BooleanSupplier isSo) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  void awaitCount(Count count, long value) {
    await(count + " is " + value, () -> counters.get(count) == value);
  }

  @Override
  public void close() {
    door.close();
    http.close();
    assertThat(door.connections()).as("connections left open").isZero();
    assertThat(counters.get(Count.CLOSED)).isEqualTo(counters.get(Count.OPENED));
    await("no thread of the door is left", () -> !hasThreads());
  }

  /** A thread that has nothing left to do may still be about to end. */
  private static boolean hasThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("tracker-door"));
  }
}
