package io.cordwood.webseed.node;

import io.cordwood.swarm.content.TitleId;
import io.cordwood.webseed.live.ChannelNews;
import io.cordwood.webseed.publish.Catalogue;
import io.cordwood.webseed.store.TitleDocument;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the node of segments and of channels that changed, one after the other; whoever brings news
 * never waits. When the node is slow or away the oldest news is dropped and counted: of segments
 * only the newest matter, and titles are told of again by heartbeats. One thread of its own.
 */
public final class NewsRoom implements ChannelNews, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NewsRoom.class);
  private static final int QUEUE = 64;
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private sealed interface Item {
    record Segment(TitleId channel, byte[] signed) implements Item {}

    record Changed(TitleId channel) implements Item {}
  }

  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Set<TitleId> untold = new HashSet<>();
  private final MeterRegistry metrics;
  private volatile Thread thread;
  private int lastStatus = 204;

  /** News are counted in {@code metrics}. */
  public NewsRoom(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  /** Begins to tell {@code node}; once. {@code titles} knows what titles are now. */
  public void start(NodeClient node, Function<TitleId, Optional<TitleDocument>> titles) {
    thread =
        Thread.ofVirtual()
            .name("live news")
            .start(
                () -> {
                  try {
                    while (true) {
                      var item = queue.poll(AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                      if (item != null) {
                        tell(item, node);
                      }
                      untold.removeIf(channel -> register(node, titles.apply(channel)));
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
  }

  @Override
  public void segment(TitleId channel, byte[] signed) {
    put(new Item.Segment(channel, signed));
  }

  @Override
  public void changed(TitleId channel) {
    put(new Item.Changed(channel));
  }

  private void put(Item item) {
    while (!queue.offer(item)) {
      if (queue.poll() != null) {
        count("dropped");
      }
    }
  }

  private void tell(Item item, NodeClient node) {
    switch (item) {
      case Item.Segment(TitleId channel, byte[] signed) -> segment(node, channel, signed);
      case Item.Changed(TitleId channel) -> untold.add(channel);
    }
  }

  private void segment(NodeClient node, TitleId channel, byte[] signed) {
    int status = node.segment(channel, signed);
    count(status == 204 ? "told" : status == 0 ? "unreachable" : "refused");
    if (status != lastStatus) {
      LOG.info(
          "{}: the node answers {} to new segments", channel, status == 0 ? "nothing" : status);
      lastStatus = status;
    }
  }

  /** Whether nothing is left to tell. */
  private static boolean register(NodeClient node, Optional<TitleDocument> title) {
    return switch (title.map(node::register).orElseGet(Catalogue.Answer.Registered::new)) {
      case Catalogue.Answer.Registered() -> true;
      case Catalogue.Answer.Unreachable() -> false;
      case Catalogue.Answer.Refused(String sentence) -> {
        LOG.error("{} is not registered. {}", title.get().id(), sentence);
        yield true;
      }
    };
  }

  private void count(String outcome) {
    metrics.counter("cordwood.webseed.segment.news", "outcome", outcome).increment();
  }

  /** Ends; what waits is not told. */
  @Override
  public void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
