package io.cordwood.webseed.node;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.publish.Catalogue;
import io.cordwood.webseed.relay.KnownChannel;
import io.cordwood.webseed.store.TitleShelf;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the node every five seconds that this webseed is there, and of titles that it does not
 * know. A node that is away is waited for in silence: the log has one line for each change. One
 * thread of its own.
 */
public final class HeartbeatLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatLoop.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  /**
   * Who beats.
   *
   * @param id this webseed's name
   * @param url where viewers reach it
   * @param capacityBitsPerSecond what it can send
   */
  public record Self(String id, URI url, long capacityBitsPerSecond) {}

  private final Self self;
  private final TitleShelf titles;
  private final NodeClient node;
  private final LongSupplier sentBytes;
  private final Consumer<List<KnownChannel>> channels;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Set<TitleId> refusedTitles = new HashSet<>();
  private Thread thread;
  private String lastWord = "";
  private long lastSentBytes;
  private long lastNanos = System.nanoTime();

  /**
   * {@code sentBytes} tells how many media bytes went out since the start; {@code channels} hears
   * of all live channels.
   */
  public HeartbeatLoop(
      Self self,
      TitleShelf titles,
      NodeClient node,
      LongSupplier sentBytes,
      Consumer<List<KnownChannel>> channels) {
    this.self = self;
    this.titles = titles;
    this.node = node;
    this.sentBytes = sentBytes;
    this.channels = channels;
  }

  /** Begins; once. */
  public void start() {
    thread = Thread.ofVirtual().name("heartbeats").start(this::run);
  }

  private void run() {
    try {
      do {
        beat(false);
      } while (!stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
      beat(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat(boolean draining) {
    try {
      var heartbeat =
          new Heartbeat(
              self.url(), titles.refresh(), egress(), self.capacityBitsPerSecond(), draining);
      switch (node.beat(self.id(), heartbeat)) {
        case HeartbeatAnswer.Heard(List<TitleId> unknown, List<KnownChannel> live) -> {
          say("The node knows this webseed.");
          channels.accept(live);
          unknown.forEach(this::register);
        }
        case HeartbeatAnswer.Unheard(String why) -> say("The node does not know us: " + why);
      }
    } catch (IOException e) {
      say("The data folder cannot be read: " + e);
    } catch (RuntimeException e) {
      LOG.error("A heartbeat failed; the next one follows. Please report it.", e);
    }
  }

  private void register(TitleId title) {
    var document = titles.document(title);
    if (document.isEmpty()) {
      return;
    }
    switch (node.register(document.get())) {
      case Catalogue.Answer.Registered() -> LOG.info("{} is registered.", title);
      case Catalogue.Answer.Unreachable() -> LOG.debug("{} is not registered yet", title);
      case Catalogue.Answer.Refused(String sentence) -> {
        if (refusedTitles.add(title)) {
          LOG.error("{} is not registered. {}", title, sentence);
        }
      }
    }
  }

  private void say(String word) {
    if (!word.equals(lastWord)) {
      LOG.info(word);
      lastWord = word;
    }
  }

  private long egress() {
    long now = System.nanoTime();
    long sent = sentBytes.getAsLong();
    double seconds = Math.max(1e-3, (now - lastNanos) / 1e9);
    long bits = (long) ((sent - lastSentBytes) * 8 / seconds);
    lastNanos = now;
    lastSentBytes = sent;
    return Math.max(0, bits);
  }

  /** Says good-bye to the node and ends; waits at most two seconds. */
  @Override
  public void close() {
    stopping.countDown();
    if (thread != null) {
      try {
        thread.join(Duration.ofSeconds(2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
