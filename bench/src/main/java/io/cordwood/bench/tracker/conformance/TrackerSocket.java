package io.cordwood.bench.tracker.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cordwood.bench.tracker.Frame;
import io.cordwood.bench.tracker.Incoming;
import io.cordwood.bench.tracker.RawTrackerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A socket to a tracker, with the messages that came and nobody has asked for yet. Whatever is
 * waited for, a message that would break clients is a {@link Mismatch} at once: one that is not
 * JSON, has no known {@code action}, or is an announce without {@code info_hash}. Used by one
 * thread.
 */
final class TrackerSocket implements AutoCloseable {
  /** For what must come. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final int OPEN = 0;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RawTrackerClient client;
  private final int patience;
  private final Deque<JsonNode> inbox = new ArrayDeque<>();
  private final Deque<byte[]> pongs = new ArrayDeque<>();
  private int pings;
  private int closeCode = OPEN;

  /** Waits {@code patience} times as long as it is told for what must come. */
  TrackerSocket(RawTrackerClient client, int patience) {
    this.client = client;
    this.patience = patience;
  }

  void send(JsonNode message) {
    sendText(message.toString());
  }

  void sendText(String text) {
    send(Frame.text(text));
  }

  /** Sends a frame; nothing happens when the tracker has closed, which the next wait will see. */
  void send(Frame frame) {
    try {
      client.send(frame);
    } catch (IOException e) {
      // The reader saw it too.
    }
  }

  /** The client below, for what breaks RFC 6455. */
  RawTrackerClient raw() {
    return client;
  }

  /** Takes the first message that fits; throws when none does in time or the socket closes. */
  JsonNode await(String what, Predicate<JsonNode> fits) {
    return within(PATIENCE.multipliedBy(patience), fits).orElseThrow(() -> missing(what));
  }

  /** As {@link #await}, but nothing when none fits in time; throws when the socket closes. */
  Optional<JsonNode> within(Duration limit, Predicate<JsonNode> fits) {
    waitFor(limit, () -> inbox.stream().anyMatch(fits));
    var found = inbox.stream().filter(fits).findFirst();
    found.ifPresent(inbox::removeFirstOccurrence);
    if (found.isEmpty() && closeCode != OPEN) {
      throw new Mismatch("the socket was closed with " + closeCode);
    }
    return found;
  }

  /**
   * Makes sure that all the tracker had to say has come, and takes it. Two round trips of a scrape:
   * when the second answer is here, whatever was sent before the first was served.
   */
  List<JsonNode> settle(InfoHash swarm) {
    for (var trip = 0; trip < 2; trip++) {
      send(Messages.scrape(swarm));
      await("no answer to a scrape", Read::isScrape);
    }
    var all = new ArrayList<>(inbox);
    inbox.clear();
    return all;
  }

  /** Whether the tracker closes the socket in time. */
  boolean closes(Duration limit) {
    waitFor(limit, () -> closeCode != OPEN);
    return closeCode != OPEN;
  }

  /** The code it was closed with. */
  int closeCode() {
    return closeCode;
  }

  /** The payload of the next pong; nothing when none comes in time. */
  Optional<byte[]> pong(Duration limit) {
    waitFor(limit.multipliedBy(patience), () -> !pongs.isEmpty());
    return Optional.ofNullable(pongs.poll());
  }

  /** Whether the tracker has sent a ping, or does in time. */
  boolean pings(Duration limit) {
    waitFor(limit, () -> pings > 0);
    return pings > 0;
  }

  @Override
  public void close() {
    client.close();
  }

  private void waitFor(Duration limit, BooleanSupplier done) {
    var end = System.nanoTime() + limit.toNanos();
    try {
      while (!done.getAsBoolean() && closeCode == OPEN) {
        var next = client.take(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        if (next.isEmpty()) {
          return;
        }
        sort(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void sort(Incoming incoming) {
    switch (incoming) {
      case Incoming.Message message -> inbox.add(usable(message));
      case Incoming.Ping ping -> pings++;
      case Incoming.Pong pong -> pongs.add(pong.payload());
      case Incoming.Closed closed -> closeCode = closed.code();
    }
  }

  private static JsonNode usable(Incoming.Message message) {
    var text = new String(message.payload(), StandardCharsets.UTF_8);
    try {
      return Read.usable(JSON.readTree(text));
    } catch (JsonProcessingException e) {
      throw new Mismatch("a message that is not JSON: " + Read.brief(text));
    }
  }

  private Mismatch missing(String what) {
    return new Mismatch(
        inbox.isEmpty() ? what : what + ", but " + Read.brief(inbox.getFirst().toString()));
  }
}
