package io.cordwood.webseed.node;

import io.cordwood.webseed.live.Channels;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews the leases of channels whose segments come. One thread of its own. */
public final class LeaseLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseLoop.class);
  private static final Duration EVERY = Duration.ofMillis(250);

  private final CountDownLatch stopping = new CountDownLatch(1);

  /** Begins. */
  public LeaseLoop(Channels channels) {
    Thread.ofVirtual().name("leases").start(() -> run(channels));
  }

  private void run(Channels channels) {
    try {
      while (!stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        renew(channels);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void renew(Channels channels) {
    try {
      channels.renewLeases();
    } catch (RuntimeException e) {
      LOG.error("A lease was not renewed; it is tried again. Please report it.", e);
    }
  }

  /** Ends; leases run out by themselves. */
  @Override
  public void close() {
    stopping.countDown();
  }
}
