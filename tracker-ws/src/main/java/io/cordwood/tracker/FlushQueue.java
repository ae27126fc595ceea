package io.cordwood.tracker;

import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.ManagedSelector;

/**
 * The connections of one selector that have something to send. They are flushed by the selector's
 * own thread once it has handled all that was ready, so that what many messages cause for one
 * connection leaves in one write.
 *
 * <p>Invariant: a connection with pending messages is queued, or about to be; while anything is
 * queued, an update is submitted to the selector. Safe on every thread.
 */
final class FlushQueue implements ManagedSelector.SelectorUpdate {
  private final ManagedSelector selector;
  private final Queue<SocketConnection> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean submitted = new AtomicBoolean();

  FlushQueue(ManagedSelector selector) {
    this.selector = selector;
  }

  /** The connection is flushed soon. */
  void add(SocketConnection connection) {
    waiting.add(connection);
    if (submitted.compareAndSet(false, true)) {
      selector.submit(this);
    }
  }

  /** Called by the selector before it waits again. */
  @Override
  public void update(Selector ignored) {
    submitted.set(false);
    for (var next = waiting.poll(); next != null; next = waiting.poll()) {
      next.flush();
    }
  }
}
